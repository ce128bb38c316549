"""What tests of the site need: a site, and its pages as a reader without a browser sees them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from fiscal_notice.model import Report
from fiscal_notice.package import Package, read_package, read_records
from fiscal_notice.site import SiteResult, make_site
from fiscal_notice.site.build import environment, render, site_pages
from fiscal_notice.site.facts import Facts
from fiscal_notice.validate import all_rules, validate_package

LANGUAGES = ("zh", "en")
VOID = {"meta", "link", "input", "br", "hr", "img", "rect", "path"}


@dataclass(slots=True, eq=False)
class Element:
    """An element: its tag, attributes and text; ``parent`` is None for the outermost."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = field(repr=False)
    pieces: list[str] = field(default_factory=list, repr=False)
    children: list[Element] = field(default_factory=list, repr=False)

    @property
    def text(self) -> str:
        """All text inside, as it stands."""
        return "".join(self.pieces)

    def has(self, name: str) -> bool:
        """Whether it has a class."""
        return name in self.attributes.get("class", "").split()

    def inside(self, tag: str) -> bool:
        """Whether it stands in an element of that tag."""
        above = self.parent
        while above is not None and above.tag != tag:
            above = above.parent
        return above is not None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        above = self.open[-1] if self.open else None
        found = Element(tag, {name: value or "" for name, value in attrs}, above)
        self.elements.append(found)
        if above is not None:
            above.children.append(found)
        if tag not in VOID:
            self.open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            # Every element is closed where it should be: a page that is not fails here.
            closed = self.open.pop()
            assert closed.tag == tag, f"</{tag}> closes <{closed.tag} {closed.attributes}>"

    def handle_data(self, data: str) -> None:
        for each in self.open:
            each.pieces.append(data)


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page that was read."""

    path: Path
    elements: list[Element] = field(repr=False)

    def by_id(self, wanted: str) -> Element:
        """The element with an id."""
        (found,) = (each for each in self.elements if each.attributes.get("id") == wanted)
        return found

    @property
    def ids(self) -> list[str]:
        """All ids, in order."""
        return [each.attributes["id"] for each in self.elements if "id" in each.attributes]

    def all(self, tag: str, name: str = "") -> list[Element]:
        """The elements of a tag and a class."""
        return [e for e in self.elements if e.tag == tag and (not name or e.has(name))]

    def figures(self, mark: str = "data-v") -> list[Element]:
        """The figures: ``data-y`` for amounts as printed, ``data-v`` for what was worked out."""
        return [e for e in self.elements if e.tag == "a" and mark in e.attributes]


def read_page(path: Path) -> HtmlPage:
    """A page of the site; it fails for elements that are not closed in order."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    assert not reader.open, f"{path.name}: {reader.open[-1].tag} is not closed"
    return HtmlPage(path, reader.elements)


def read_pages(site: Path) -> dict[str, HtmlPage]:
    """Every page by its path in the site."""
    return {
        path.relative_to(site).as_posix(): read_page(path) for path in sorted(site.rglob("*.html"))
    }


def build(root: Path, out: Path, downloads: Mapping[str, bytes] | None = None) -> SiteResult:
    """The site of the package in ``root``, with its own validation."""
    package = read_package(root)
    return make_site(package, validate_package(package, all_rules()), out, downloads)


def unchecked(package: Package) -> Report:
    """A report of nothing: for packages whose checks are not the matter."""
    return Report(package="", title="", version=package.version, resources=(), outcomes=())


def facts_of(root: Path) -> Facts:
    """What the pages of a package are made from, its rules not run."""
    package = read_package(root)
    return Facts(package=package, report=unchecked(package))


def site_of(root: Path, out: Path) -> Path:
    """Write the site of a package, its rules not run; returns its folder."""
    package = read_package(root)
    return make_site(package, unchecked(package), out).out


def page_of(root: Path, address: str, out: Path) -> HtmlPage:
    """One page of the site of a package, its rules not run; ``out`` is a folder to write it to."""
    facts, (lang, name) = facts_of(root), address.removesuffix(".html").split("/")
    (page,) = (page for page in site_pages(facts) if page.name == name)
    path = out / f"{lang}-{name}.html"
    path.write_text(render(environment(), facts, page, lang), encoding="utf-8")
    return read_page(path)


def database(root: Path) -> sqlite3.Connection:
    """The tables in SQLite, every cell as text; whole numbers count as numbers in sums."""
    package = read_package(root)
    connection = sqlite3.connect(":memory:")
    for resource in package.tables:
        assert resource.schema is not None
        names = ", ".join(f'"{name}"' for name in resource.schema.names)
        connection.execute(f'CREATE TABLE "{resource.name}" ({names})')
        marks = ", ".join("?" * len(resource.schema.names))
        rows = [
            tuple(record.cells[name] for name in resource.schema.names)
            for record in read_records(package, resource)
        ]
        connection.executemany(f'INSERT INTO "{resource.name}" VALUES ({marks})', rows)
    return connection


def lines_of(page: HtmlPage) -> dict[int, str]:
    """The transcript as the site shows it: line number → text, cells parted by tabs."""
    found = {}
    for each in page.elements:
        number = re.fullmatch("L([0-9]+)", each.attributes.get("id", ""))
        if number and each.tag == "li":
            (text,) = (child.text for child in each.children if child.tag == "span")
            found[int(number[1])] = text
    return found


def numbers_in(text: str) -> set[int]:
    """The whole numbers that a line prints, with or without separators and decimals of zero."""
    found = re.findall(r"[0-9][0-9,]*(?:\.[0-9]+)?", text)
    plain = (number.replace(",", "") for number in found)
    return {int(float(number)) for number in plain if float(number).is_integer()}


def line_of(href: str) -> int:
    """The line that a link leads to."""
    found = re.search(r"^transcript\.html(?:\?lines=[0-9,-]+)?#L([0-9]+)$", href)
    assert found, f"{href} leads to no line"
    return int(found[1])


def links(page: HtmlPage) -> Iterator[tuple[str, str]]:
    """Every address that the page names: attribute, address."""
    for each in page.elements:
        for name in ("href", "src"):
            if name in each.attributes:
                yield name, each.attributes[name]
