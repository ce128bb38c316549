"""A picture of the tables of a package and of what refers to what, as SVG.

Tables that refer to nothing stand on the left, those that refer to them to their right. Plain
geometry: no font is measured, and the same package gives the same picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from markupsafe import Markup, escape

from fiscal_notice.package import Package
from fiscal_notice.package.visible import visible

WIDTH, HEIGHT, ACROSS, DOWN, EDGE = 186, 44, 62, 14, 6
_SIGN, _SMALL = 13.0, 7.0
# What is wider is made to fit a page where there is room for it.
_PAGE = 960
_ROOM = WIDTH - 16
# Where the picture stands on no page that has these colours, it has its own.
_STYLE = Markup(
    "svg.tables text{font:13px 'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',system-ui,"
    "sans-serif;fill:var(--ink,#1d2430)}svg.tables .name{font:11.5px ui-monospace,Menlo,Consolas,"
    "monospace;fill:var(--soft,#5a6473)}svg.tables rect{fill:var(--card,#fff);"
    "stroke:var(--soft,#5a6473)}svg.tables path{fill:none;stroke:var(--soft,#5a6473);"
    "stroke-width:1.2}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A table in the picture: its upper left corner, and the words in it."""

    name: str
    title: str
    x: int
    y: int


def boxes(package: Package, lang: str) -> list[Box]:
    """The tables that refer to others or are referred to, each at its place."""
    arrows = references(package)
    joined = {name for pair in arrows for name in pair}
    columns: dict[int, list[str]] = {}
    depths = _depths(arrows, joined)
    for table in package.tables:
        if table.name in joined:
            columns.setdefault(depths[table.name], []).append(table.name)
    placed: dict[str, int] = {}
    found: list[Box] = []
    titles = {table.name: table.title(lang) for table in package.tables}
    for depth in sorted(columns):
        for row, name in enumerate(_ordered(columns[depth], arrows, placed)):
            placed[name] = row
            found.append(
                Box(
                    name=name,
                    title=visible(titles[name]),
                    x=EDGE + depth * (WIDTH + ACROSS),
                    y=EDGE + row * (HEIGHT + DOWN),
                )
            )
    return found


def references(package: Package) -> list[tuple[str, str]]:
    """Which table refers to which other one, each pair once."""
    names = {table.name for table in package.tables}
    pairs = (
        (table.name, target)
        for table in package.tables
        if table.schema
        for _, target, _ in table.schema.foreign_keys
        if target in names and target != table.name
    )
    return list(dict.fromkeys(pairs))


def alone(package: Package) -> list[str]:
    """The tables that refer to none and to which none refers."""
    joined = {name for pair in references(package) for name in pair}
    return [table.name for table in package.tables if table.name not in joined]


def table_picture(package: Package, lang: str, links: Mapping[str, str] | None = None) -> Markup:
    """The picture; ``links`` are addresses by table. Empty if no table refers to another."""
    found = boxes(package, lang)
    if not found:
        return Markup("")
    places = {box.name: box for box in found}
    width = max(box.x for box in found) + WIDTH + EDGE
    height = max(box.y for box in found) + HEIGHT + EDGE
    words = {"zh": "各表之间的引用关系", "en": "Which table refers to which"}[lang]
    lines = [_arrow(places[a], places[b]) for a, b in references(package)]
    tables = [_box(box, (links or {}).get(box.name, "")) for box in found]
    return Markup(
        '<svg class="tables{6}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" '
        'width="{0}" height="{1}" role="{7}" aria-label="{2}"><style>{3}</style>{4}{5}</svg>'
    ).format(
        width,
        height,
        words,
        _STYLE,
        Markup("").join(lines),
        Markup("").join(tables),
        " wide" if width > _PAGE else "",
        # What has links is no picture to who cannot see it.
        "group" if links else "img",
    )


def _depths(arrows: Sequence[tuple[str, str]], names: set[str]) -> dict[str, int]:
    """How many references lead from a table to the last one; a circle ends where it began."""
    targets: dict[str, list[str]] = {name: [] for name in names}
    for source, target in arrows:
        targets[source].append(target)
    depths: dict[str, int] = {}

    def depth(name: str, above: frozenset[str]) -> int:
        if name not in depths:
            inside = [each for each in targets[name] if each not in above and each != name]
            found = max((1 + depth(each, above | {name}) for each in inside), default=0)
            if above & set(targets[name]):
                return found  # part of a circle, whose depth is that of where it was entered
            depths[name] = found
        return depths[name]

    found = {name: depth(name, frozenset({name})) for name in sorted(names)}
    # What is referred to stands beside the first that does so: lines are short and cross no table.
    for name in sorted(names, key=lambda each: -found[each]):
        sources = [found[source] for source, target in arrows if target == name]
        found[name] = max(found[name], min(sources, default=0) - 1)
    return found


def _ordered(
    names: Sequence[str], arrows: Sequence[tuple[str, str]], placed: Mapping[str, int]
) -> list[str]:
    """Tables of one column beside those that they refer to, so that few lines cross."""

    def middle(name: str) -> float:
        rows = [placed[target] for source, target in arrows if source == name and target in placed]
        return sum(rows) / len(rows) if rows else len(names)

    return sorted(names, key=middle)


def _arrow(source: Box, target: Box) -> Markup:
    """A line from the left side of what refers to the right side of what it refers to."""
    x0, y0 = source.x, source.y + HEIGHT // 2
    x1, y1 = target.x + WIDTH, target.y + HEIGHT // 2
    bend = max(24, (x0 - x1) // 2)
    head = f"M{x1 + 7} {y1 - 4}L{x1} {y1}L{x1 + 7} {y1 + 4}"
    return Markup('<path d="M{} {}C{} {} {} {} {} {}{}"/>').format(
        x0, y0, x0 - bend, y0, x1 + bend, y1, x1, y1, head
    )


def _box(box: Box, link: str) -> Markup:
    drawn = Markup(
        '<g><title>{} {}</title><rect x="{}" y="{}" width="{}" height="{}" rx="3"/>'
        '<text x="{}" y="{}">{}</text><text class="name" x="{}" y="{}">{}</text></g>'
    ).format(
        box.title,
        box.name,
        box.x,
        box.y,
        WIDTH,
        HEIGHT,
        box.x + 8,
        box.y + 18,
        _fitting(box.title, _SIGN),
        box.x + 8,
        box.y + 35,
        _fitting(visible(box.name), _SMALL),
    )
    return Markup('<a href="{}">{}</a>').format(link, drawn) if link else drawn


def _fitting(text: str, size: float) -> Markup:
    """A text cut to what its box has room for; wide signs take the whole size, others less."""
    room, kept = float(_ROOM), ""
    for sign in text:
        room -= size if east_asian_width(sign) in "WF" else min(size, 7.4)
        if room < size and len(kept) + 1 < len(text):
            return escape(kept + "…")
        kept += sign
    return escape(kept)
