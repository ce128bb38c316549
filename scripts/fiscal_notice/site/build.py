"""From a package to a folder of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from fiscal_notice.errors import TargetError
from fiscal_notice.model import Report
from fiscal_notice.notice.facts import require_notice
from fiscal_notice.package import Package
from fiscal_notice.package.naming import check_texts
from fiscal_notice.package.owned_files import owned, replace_owned
from fiscal_notice.site import (
    checks,
    cities,
    data,
    errata,
    overview,
    recipients,
    targets,
    transcript,
)
from fiscal_notice.site.facts import Facts, Page
from fiscal_notice.site.formatting import Pen

LANGUAGES = ("zh", "en")
MANIFEST = "files.txt"
"""The list of a site's files and their hashes: what the next build may replace or remove."""
_SIGNATURE = "A site of fiscal-notice: its next build may replace or remove these files"
STATIC = ("site.css", "site.js", "door.js")
_PAGES = (overview, cities, recipients, targets, errata, data, checks, transcript)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteResult:
    """What was made: every file's path in the site, the ``offered`` files among them.

    ``bytes`` are those of the pages, ``offered_bytes`` those of what is offered.
    """

    out: Path
    files: tuple[str, ...]
    bytes: int
    offered: tuple[str, ...]
    offered_bytes: int


def make_site(
    package: Package, report: Report, out: Path, downloads: Mapping[str, bytes] | None = None
) -> SiteResult:
    """Write the site of ``package`` into ``out``: a new or empty folder, or an earlier site's.

    Only files that an earlier build wrote are replaced or removed.

    ``report`` is the package's validation. ``downloads`` are files to offer (name → content), as
    ``export.downloads`` makes them; without them the site offers the package's own. Raises
    PackageError for a package that is no notice and for a table that cannot be read, TargetError
    for a folder that cannot be written or that holds files of somebody else.
    """
    require_notice(package)
    check_texts(package)
    facts = Facts(package=package, report=report, downloads=downloads)
    made = site_files(facts)
    offered = {download.path: download.content for download in facts.offered}
    if _SIGNATURE not in owned(out, MANIFEST).comments:
        _refuse_foreign(out)
    written = replace_owned(out, MANIFEST, made | offered, [_SIGNATURE])
    return SiteResult(
        out=out,
        files=tuple(file.name for file in written),
        bytes=sum(map(len, made.values())),
        offered=tuple(offered),
        offered_bytes=sum(map(len, offered.values())),
    )


def _refuse_foreign(out: Path) -> None:
    """Raise TargetError if a folder that is no site of ours is not empty."""
    try:
        held = sorted(path.name for path in out.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        raise TargetError(
            f"the site cannot be written there: {error.strerror}",
            file=out,
            hint="name another folder with --out",
        ) from None
    if held:
        raise TargetError(
            "the folder holds files that are no site of this program",
            file=out,
            found=", ".join(held[:5]) + (f" and {len(held) - 5} more" if len(held) > 5 else ""),  # noqa: PLR2004
            expected="a new or an empty folder, or a site made before",
            hint="name another folder with --out, or empty this one",
        )


def site_files(facts: Facts) -> dict[str, bytes]:
    """Every page and what the pages need, by path; no downloads."""
    templates = environment()
    made = {f"static/{name}": _static(name) for name in STATIC}
    made["index.html"] = templates.get_template("door.html").render(facts=facts).encode()
    for page in site_pages(facts):
        for lang in LANGUAGES:
            made[f"{lang}/{page.name}.html"] = render(templates, facts, page, lang).encode()
    return made


def site_pages(facts: Facts) -> Iterator[Page]:
    """Every page, without language."""
    for module in _PAGES:
        yield from module.pages(facts)


def render(templates: Environment, facts: Facts, page: Page, lang: str) -> str:
    """One page in one language."""
    pen = Pen(facts, lang)
    return templates.get_template(page.template).render(
        page=page, c=page.content, lang=lang, pen=pen, t=pen.t, facts=facts
    )


def environment() -> Environment:
    """The templates of the pages."""
    templates = Environment(
        loader=PackageLoader("fiscal_notice.site"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    templates.filters["kind"] = css_class
    return templates


def css_class(code: str) -> str:
    """A code as part of a class name, whatever it holds."""
    return re.sub("[^A-Za-z0-9]+", "-", code)


def _static(name: str) -> bytes:
    return (files("fiscal_notice.site") / "static" / name).read_bytes()
