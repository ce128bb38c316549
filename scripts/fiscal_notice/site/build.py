"""From a package to a folder of pages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined

from fiscal_notice.errors import TargetError
from fiscal_notice.model import LANGUAGES, Report
from fiscal_notice.package import Package
from fiscal_notice.package.kind import kind_of
from fiscal_notice.package.naming import check_texts
from fiscal_notice.package.owned_files import owned, replace_owned
from fiscal_notice.site import changes, checks, data, overview
from fiscal_notice.site.facts import SiteFacts
from fiscal_notice.site.findable import tables_and_fields
from fiscal_notice.site.pages import Page, Site
from fiscal_notice.site.search import index_scripts
from fiscal_notice.site.sections import sections

MANIFEST = "files.txt"
"""The list of a site's files and their hashes: what the next build may replace or remove."""
_SIGNATURE = "A site of fiscal-notice: its next build may replace or remove these files"
_STATIC = ("site.css", "site.js")
_LANDING_SCRIPT = "landing.js"
PAGES = (overview, data, checks, changes)
"""The modules of the pages of any package, in the order of the navigation; see ``site_of``."""
_LANDING = Page(name="index", template="landing.html", title=("", ""), content=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteResult:
    """What was made: every file's path in the site, the ``offered`` files among them.

    ``bytes`` are those of the pages, ``offered_bytes`` those of what is offered. ``attached`` are
    files that single pages offer.
    """

    out: Path
    files: tuple[str, ...]
    bytes: int
    offered: tuple[str, ...]
    offered_bytes: int
    attached: tuple[str, ...]
    attached_bytes: int


def make_site(
    package: Package,
    report: Report,
    out: Path,
    downloads: Mapping[str, bytes] | None = None,
    beside: Sequence[tuple[Package, Report]] = (),
    since: Package | None = None,
) -> SiteResult:
    """Write the site of ``package`` into ``out``: a new or empty folder, or an earlier site's.

    Only files that an earlier build wrote are replaced or removed.

    ``report`` is the package's validation. ``downloads`` are files to offer (name → content), as
    ``export.downloads`` makes them; without them the site offers the package's own. ``beside`` are
    packages that say more of this one, whose pages are put in; ``since`` is one that this one is
    compared with. Raises PackageError for a text or a
    table that cannot be shown, TargetError for a folder that cannot be written or that holds files
    of somebody else.
    """
    for each in (package, *(one for one, _ in beside)):
        check_texts(each)
    site = site_of(package, report, downloads, beside)
    if since is not None:
        site = changes.since(site, since)
    made = site_files(site)
    offered = {download.path: download.content for download in site.facts.offered}
    attached = {download.path: download.content for download in site.facts.attached}
    if _SIGNATURE not in owned(out, MANIFEST).comments:
        _refuse_foreign(out)
    written = replace_owned(out, MANIFEST, made | offered | attached, [_SIGNATURE])
    return SiteResult(
        out=out,
        files=tuple(file.name for file in written),
        bytes=sum(map(len, made.values())),
        offered=tuple(offered),
        offered_bytes=sum(map(len, offered.values())),
        attached=tuple(attached),
        attached_bytes=sum(map(len, attached.values())),
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


def site_of(
    package: Package,
    report: Report,
    downloads: Mapping[str, bytes] | None = None,
    beside: Sequence[tuple[Package, Report]] = (),
) -> Site:
    """The site of a package, that of its kind if the kind has one; with the pages of others."""
    site = kind_of(package).site(package, report, downloads)
    if site is None:
        site = general_site(SiteFacts(package=package, report=report, downloads=downloads))
    for other, judged in beside:
        site = kind_of(other).beside(other, judged, site)
    return site


def general_site(facts: SiteFacts) -> Site:
    """The pages of any package."""
    return Site(
        facts=facts,
        pages=tuple(page for module in PAGES for page in module.pages(facts)),
        search=tables_and_fields,
    )


def site_files(site: Site) -> dict[str, bytes]:
    """Every page and what the pages need, by path; no downloads."""
    templates = environment(site)
    made = {f"static/{name}": _static(site, name) for name in _STATIC}
    landing = files("fiscal_notice.site") / "static" / _LANDING_SCRIPT
    made[f"static/{_LANDING_SCRIPT}"] = landing.read_bytes()
    made |= site.pictures()
    made["index.html"] = render(templates, site, _LANDING, "zh").encode()
    if site.search is not None:
        for lang in LANGUAGES:
            found = site.search(site.formatter(site.facts, lang))
            for name, script in index_scripts(found, lang):
                made[f"static/search-{name}.js"] = script
    for page in site.pages:
        for lang in LANGUAGES:
            made[f"{lang}/{page.name}.html"] = render(templates, site, page, lang).encode()
    return made


def render(templates: Environment, site: Site, page: Page, lang: str) -> str:
    """One page in one language."""
    fmt = site.formatter(site.facts, lang)
    return templates.get_template(page.template or f"{page.name}.html").render(
        page=page, c=page.content, lang=lang, fmt=fmt, t=fmt.t, facts=site.facts, site=site
    )


def environment(site: Site) -> Environment:
    """The templates of the pages."""
    general, diff = PackageLoader("fiscal_notice.site"), PackageLoader("fiscal_notice.diff")
    own = [PackageLoader(name) for name in site.templates]
    templates = Environment(
        loader=ChoiceLoader([*own, general, PrefixLoader({"site": general, "diff": diff})]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    templates.filters["css"] = css_class
    templates.filters["css_text"] = css_text
    templates.filters["sections"] = sections
    return templates


def css_class(code: str) -> str:
    """A code as part of a class name, whatever it holds."""
    return re.sub("[^A-Za-z0-9]+", "-", code)


def css_text(words: str) -> str:
    """Words for a text of a style sheet, whatever they hold."""
    return "".join(each if each.isalnum() else f"\\{ord(each):x} " for each in words)


def _static(site: Site, name: str) -> bytes:
    """A sheet or script: of each folder the file of that name, then the others of its kind."""
    suffix = name[name.index(".") :]
    found: list[bytes] = []
    for package in ("fiscal_notice.site", *reversed(site.templates)):
        folder = files(package) / "static"
        held = [each for each in folder.iterdir() if each.is_file()] if folder.is_dir() else []
        own = [each for each in held if each.name.endswith(suffix) and each.name != _LANDING_SCRIPT]
        found += [p.read_bytes() for p in sorted(own, key=lambda p: (p.name != name, p.name))]
    return b"".join(found)
