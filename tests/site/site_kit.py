"""What tests of the site need: a site, and its pages as a reader without a browser sees them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from fiscal_notice.model import Report
from fiscal_notice.package import Package, read_package, read_records
from fiscal_notice.site import Site, SiteResult, make_site
from fiscal_notice.site.build import environment, render, site_of
from fiscal_notice.validate import rules_for, validate_package

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
    return make_site(package, validate_package(package, rules_for(package)), out, downloads)


def unchecked(package: Package) -> Report:
    """A report of nothing: for packages whose checks are not the matter."""
    return Report(package="", title="", version=package.version, resources=(), outcomes=())


def unwritten(root: Path) -> Site:
    """The site of a package, its rules not run, before it is written."""
    package = read_package(root)
    return site_of(package, unchecked(package))


def written(root: Path, out: Path) -> Path:
    """Write the site of a package, its rules not run; returns its folder."""
    package = read_package(root)
    return make_site(package, unchecked(package), out).out


def page_of(root: Path, address: str, out: Path) -> HtmlPage:
    """One page of the site of a package, its rules not run; ``out`` is a folder to write it to."""
    site, (lang, name) = unwritten(root), address.removesuffix(".html").split("/")
    (page,) = (page for page in site.pages if page.name == name)
    path = out / f"{lang}-{name}.html"
    path.write_text(render(environment(site), site, page, lang), encoding="utf-8")
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


def table_faults(page: HtmlPage) -> Iterator[str]:
    """Tables without a caption, columns and rows without a header of theirs."""
    for table in page.all("table"):
        named = table.children[0].tag == "caption" and table.children[0].text.strip()
        if not named:
            yield f"no caption: {table.text[:80]}"
    for row in page.all("tr"):
        assert row.parent is not None
        scopes = [each.attributes.get("scope") for each in row.children if each.tag == "th"]
        if row.parent.tag == "thead":
            if any(scope not in ("col", "colgroup") for scope in scopes):
                yield f"a column's head without scope: {row.text[:80]}"
        elif scopes != ["row"]:
            yield f"{len(scopes)} row headers: {row.text.strip()[:80]}"


def assert_sound(out: Path, pages: Mapping[str, HtmlPage]) -> None:
    """Assert that every link leads somewhere, ids are used once, and languages have the same."""
    ids = {page.path.resolve(): page.ids for page in pages.values()}
    for name, page in pages.items():
        assert len(set(page.ids)) == len(page.ids), name
        for _, address in links(page):
            if address == "data:," or re.match("https?://", address):
                continue
            path, _, anchor = address.partition("#")
            place = (page.path.parent / unquote(path.partition("?")[0])).resolve()
            target = place if path else page.path.resolve()
            assert target.is_file(), f"{name}: {address}"
            assert target.is_relative_to(out.resolve()), f"{name}: {address}"
            assert not anchor or unquote(anchor) in ids[target], f"{name}: {address}"
        if name.startswith("zh/"):
            assert page.ids == pages[f"en/{name.removeprefix('zh/')}"].ids, name


PLACES: dict[str, Any] = {
    "name": "places",
    "title": "Invented places",
    "description": "A few **places** and their measures.",
    "version": "2.1",
    "created": "2026-01-01T00:00:00Z",
    "keywords": ["place", "measure"],
    "licenses": [
        {
            "name": "CC-BY-4.0",
            "title": "CC BY 4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ],
    "sources": [{"title": "An invented office"}],
    "contributors": [{"title": "A. Person", "roles": ["publisher"]}],
    "resources": [
        {
            "name": "places",
            "title": "Places",
            "description": "Where things were measured.",
            "path": "places.csv",
            "encoding": "utf-8",
            "schema": {
                "fields": [
                    {"name": "id", "type": "integer"},
                    {"name": "name", "type": "string"},
                    {
                        "name": "kind",
                        "title": "Kind",
                        "type": "string",
                        "categories": [
                            {"value": "t", "label": "town", "label@zh": "镇"},
                            {"value": "v", "label": "village"},
                        ],
                    },
                ],
                "primaryKey": "id",
            },
        },
        {
            "name": "measures",
            "path": "measures.csv",
            "encoding": "utf-8",
            "schema": {
                "fields": [
                    {"name": "place", "type": "integer"},
                    {"name": "day", "type": "date"},
                    {
                        "name": "value",
                        "type": "number",
                        "description": "What was measured.",
                        "constraints": {"required": True, "minimum": 0, "maximum": 100},
                    },
                ],
                "missingValues": ["", "n/a"],
                "primaryKey": ["place", "day"],
                "foreignKeys": [
                    {"fields": "place", "reference": {"resource": "places", "fields": "id"}}
                ],
            },
        },
    ],
}


def general_package(folder: Path, **changes: Any) -> Path:
    """A small package that is no notice, its descriptor changed; None takes a property out."""
    folder.mkdir(parents=True)
    descriptor = {name: value for name, value in (PLACES | changes).items() if value is not None}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    rows = "1,Far Away,t\n2,Nearby,v\n"
    (folder / "places.csv").write_text(f"id,name,kind\n{rows}", encoding="utf-8")
    days = ("1,2020-01-01,1", "1,2020-01-02,2", "2,2020-01-01,3")
    (folder / "measures.csv").write_text("\n".join(("place,day,value", *days, "")), "utf-8")
    return folder
