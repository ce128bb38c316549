"""From a package to a folder of pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from fiscal_notice.model import Report
from fiscal_notice.package import Package, write_files
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
from fiscal_notice.site.pen import Pen

LANGUAGES = ("zh", "en")
MANIFEST = "files.txt"
"""The list of the files of a site, so that the next build can remove what it no longer makes."""
STATIC = ("site.css", "site.js")
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
    """Write the site of ``package`` into ``out``; files of an earlier site there are replaced.

    ``report`` is the package's validation. ``downloads`` are files to offer (name → content), as
    ``export.downloads`` makes them; without them the site offers the package's own. Raises
    PackageError for a table that cannot be read, TargetError for a folder that cannot be written.
    """
    facts = Facts(package=package, report=report, downloads=downloads)
    made = site_files(facts)
    offered = {download.path: download.content for download in facts.offered}
    everything = made | offered
    _clear(out, set(everything))
    write_files(out, everything | {MANIFEST: _manifest(everything)})
    return SiteResult(
        out=out,
        files=tuple(sorted(everything)),
        bytes=sum(map(len, made.values())),
        offered=tuple(offered),
        offered_bytes=sum(map(len, offered.values())),
    )


def _manifest(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in sorted(names)).encode()


def _clear(out: Path, wanted: set[str]) -> None:
    """Remove what an earlier build wrote and this one does not; nothing else is touched."""
    try:
        old = (out / MANIFEST).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    inside = out.resolve()
    for name in set(old) - wanted:
        target = out / name
        if name and target.is_file() and target.resolve().is_relative_to(inside):
            target.unlink()


def site_files(facts: Facts) -> dict[str, bytes]:
    """Every page and what the pages need, by path; no downloads."""
    environment = _environment()
    made = {f"static/{name}": _static(name) for name in STATIC}
    made["index.html"] = environment.get_template("door.html").render(facts=facts).encode()
    for page in site_pages(facts):
        for lang in LANGUAGES:
            made[f"{lang}/{page.name}.html"] = render(environment, facts, page, lang).encode()
    return made


def site_pages(facts: Facts) -> Iterator[Page]:
    """Every page, without language."""
    for module in _PAGES:
        yield from module.pages(facts)


def render(environment: Environment, facts: Facts, page: Page, lang: str) -> str:
    """One page in one language."""
    pen = Pen(facts, lang)
    return environment.get_template(page.template).render(
        page=page, c=page.content, lang=lang, pen=pen, t=pen.t, facts=facts
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("fiscal_notice.site"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["kind"] = css_class
    return environment


def css_class(code: str) -> str:
    """A code as part of a class name, whatever it holds."""
    return re.sub("[^A-Za-z0-9]+", "-", code)


def _static(name: str) -> bytes:
    return (files("fiscal_notice.site") / "static" / name).read_bytes()
