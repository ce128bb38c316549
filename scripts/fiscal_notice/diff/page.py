"""What changed between two packages as a page: whose figures, the greatest changes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from fiscal_notice.diff.changes import Change, ranked
from fiscal_notice.package import Package, Resource
from fiscal_notice.package.visible import abridged, visible

MOST = 1000
"""How many changes a page lists: more would not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two packages: what it is called, its version and its day."""

    title: str
    version: str
    created: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A change in words: whose it is, in which table and column, what was and what is."""

    kind: str
    whose: tuple[str, ...]
    key: str
    table: str
    field: str
    old: str
    new: str
    step: str
    percent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A comparison in one language.

    ``figures`` are ranked; ``others`` are the rest by table; ``untold`` is how many are left out.
    """

    old: Side
    new: Side
    figures: list[ChangeLine]
    others: list[tuple[str, list[ChangeLine]]]
    number: int
    untold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two packages and what changed from the ``old`` to the ``new`` one."""

    old: Package
    new: Package
    changes: Sequence[Change]

    def told(self, lang: str, limit: int = MOST) -> Told:
        """The comparison in words; at most ``limit`` changes, and never more than ``MOST``."""
        most = min(limit, MOST)
        shown = ranked(self.changes)[:most]
        others: dict[str, list[ChangeLine]] = {}
        for change in shown:
            if change.size is None:
                line = self._line(change, lang)
                others.setdefault(line.table, []).append(line)
        return Told(
            old=_side(self.old, lang),
            new=_side(self.new, lang),
            figures=[self._line(change, lang) for change in shown if change.size is not None],
            others=list(others.items()),
            number=len(self.changes),
            untold=len(self.changes) - len(shown),
        )

    def _line(self, change: Change, lang: str) -> ChangeLine:
        resource = self.new.resource(change.resource) or self.old.resource(change.resource)
        return ChangeLine(
            kind=change.kind,
            whose=tuple(visible(name) for name in change.whose),
            key=visible(change.key),
            table=_table(resource, change.resource, lang),
            field=_field(resource, change.field, lang),
            old=_cell(change.old, figure=change.size is not None),
            new=_cell(change.new, figure=change.size is not None),
            step=change.step or "",
            percent="" if change.size is None else _percent(change.size),
        )


def changes_html(comparison: Comparison, *, lang: str = "zh", limit: int = MOST) -> str:
    """A comparison as one self-contained HTML page, for reading, printing and sending."""
    from jinja2 import Environment, PackageLoader  # noqa: PLC0415  only this form needs it

    environment = Environment(
        loader=PackageLoader("fiscal_notice.diff"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html").render(
        told=comparison.told(lang, limit), lang=lang, t=lambda zh, en: zh if lang == "zh" else en
    )


def _side(package: Package, lang: str) -> Side:
    return Side(
        title=visible(package.title(lang)),
        version=visible(str(package.descriptor.get("version") or "")),
        created=str(package.descriptor.get("created") or "")[:10],
    )


def _table(resource: Resource | None, name: str, lang: str) -> str:
    if resource is None:
        words = {"zh": "数据包的描述", "en": "Descriptor of the package"}
        return words[lang] if name == "datapackage" else visible(name)
    return visible(resource.title(lang))


def _field(resource: Resource | None, name: str, lang: str) -> str:
    field = resource.schema.field(name) if resource and resource.schema else None
    return visible(field.title(lang) if field else name)


def _cell(text: str | None, *, figure: bool) -> str:
    """A cell as it stands; a figure with its thousands parted."""
    if not figure or not text:
        return abridged(text or "")
    try:
        return f"{Decimal(text):,f}"
    except InvalidOperation:
        return abridged(text)


def _percent(size: float) -> str:
    """A size in hundredths; one that is not nothing is not shown as 0."""
    return f"{100 * size:.1f}%" if size >= 0.0005 else "<0.1%"  # noqa: PLR2004
