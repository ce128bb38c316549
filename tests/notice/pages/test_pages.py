"""The site of a notice as files: whole, the same every time, safe, and small."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from site_kit import LANGUAGES, HtmlPage, build, links, read_page, read_pages, unchecked, written

import fiscal_notice.notice.pages
from fiscal_notice.cli.main import cli
from fiscal_notice.export import make_downloads
from fiscal_notice.notice.family import LETTER
from fiscal_notice.package import Package, read_package, read_records
from fiscal_notice.site import SiteResult, make_site
from fiscal_notice.site.build import MANIFEST
from kit import ROOT, change_cell, csv_path, mini_package, read_csv

NASTY = "<script>alert(1)</script>\"'&{{ 7 * 7 }}"
TABLES = [resource.name for resource in read_package(ROOT).resources]


# Bytes


def test_the_same_package_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = build(ROOT, tmp_path / "elsewhere")
    assert sorted(again.files) == sorted(
        p.relative_to(site).as_posix()
        for p in site.rglob("*")
        if p.is_file() and p.name != MANIFEST
    )
    different = [n for n in again.files if (site / n).read_bytes() != (again.out / n).read_bytes()]
    assert not different


def test_the_site_is_small(built: SiteResult) -> None:
    own = [name for name in built.files if not name.startswith(("package/", "cities/"))]
    size = sum((built.out / name).stat().st_size for name in own)
    assert built.bytes == size <= 6_000_000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_overview_is_small_with_all_that_it_loads(
    site: Path, pages: dict[str, HtmlPage], lang: str
) -> None:
    page = pages[f"{lang}/index.html"]
    loaded = {
        (page.path.parent / each.attributes[name]).resolve()
        for each in page.elements
        for tag, name in (("link", "href"), ("script", "src"), ("img", "src"))
        if each.tag == tag
        and each.attributes.get("rel", "") not in ("alternate", "icon")
        and name in each.attributes
    }
    assert {path.name for path in loaded} == {"site.css", "site.js"}
    assert sum(path.stat().st_size for path in (page.path, *loaded)) <= 300_000


# Links


def test_every_link_leads_to_something(site: Path, pages: dict[str, HtmlPage]) -> None:
    ids = {page.path.resolve(): set(page.ids) for page in pages.values()}
    for name, page in pages.items():
        for _, address in links(page):
            if address == "data:,":
                continue
            path, _, anchor = address.partition("#")
            target = (
                (page.path.parent / path.partition("?")[0]).resolve()
                if path
                else page.path.resolve()
            )
            assert target.is_file(), f"{name}: {address}"
            assert target.is_relative_to(site.resolve()), f"{name}: {address}"
            assert not anchor or anchor in ids[target], f"{name}: {address}"


def test_no_page_asks_the_network_for_anything(site: Path, pages: dict[str, HtmlPage]) -> None:
    for name, page in pages.items():
        for _, address in links(page):
            assert not re.match("[a-z]+:|//", address) or address == "data:,", f"{name}: {address}"
    for path in (site / "static").iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?:|//[a-z]|@import|url\(|fetch\(|XMLHttpRequest", text), path


def test_ids_are_used_once(pages: dict[str, HtmlPage]) -> None:
    for name, page in pages.items():
        twice = [each for each, count in Counter(page.ids).items() if count > 1]
        assert not twice, f"{name}: {twice}"


def test_both_languages_have_the_same_pages_and_places(pages: dict[str, HtmlPage]) -> None:
    chinese = {n.removeprefix("zh/"): p for n, p in pages.items() if n.startswith("zh/")}
    english = {n.removeprefix("en/"): p for n, p in pages.items() if n.startswith("en/")}
    assert list(chinese) == list(english)
    for name, page in chinese.items():
        assert page.ids == english[name].ids, name
        switch = page.by_id("switch")
        assert switch.attributes["href"] == f"../en/{name}"


def test_english_pages_have_no_chinese_of_their_own(pages: dict[str, HtmlPage]) -> None:
    """What is Chinese there are words of the notice, which are marked as such, or terms."""
    for name in ("en/index.html", "en/cities.html", "en/recipients.html", "en/targets.html"):
        for each in pages[name].elements:
            if each.tag in ("h1", "h2", "button", "summary", "label"):
                inner = "".join(c.text for c in each.children)
                own = each.text.replace(inner, "") if inner else each.text
                assert not re.search("[\u4e00-\u9fff]", own), f"{name}: {own}"


def test_english_pages_name_the_cities_in_english_too(pages: dict[str, HtmlPage]) -> None:
    english = {row["gb_code"]: row["name_en"] for row in read_csv(csv_path(ROOT, "gb_divisions"))}
    for region in read_csv(csv_path(ROOT, "regions")):
        both = f"{english[region['gb_code']]} {region['name']}"
        page = f"city-{region['region_code']}.html"
        (head,) = pages[f"en/{page}"].all("h1")
        assert head.text.startswith(f"{both}: ")
        assert both in pages[f"en/{page}"].all("title")[0].text
        assert both in [a.text for a in pages["en/cities.html"].all("a")]
        assert english[region["gb_code"]] in pages["en/targets.html"].by_id("matrix").parent.text  # type: ignore[union-attr]
        assert english[region["gb_code"]] not in pages[f"zh/{page}"].all("html")[0].text


def test_a_city_without_an_english_name_keeps_its_own(mini: Path, tmp_path: Path) -> None:
    found = read_pages(written(mini, tmp_path / "site"))
    heads = [page.all("h1")[0].text for name, page in found.items() if "en/city-" in name]
    assert [head.split(":")[0] for head in heads] == ["Jia 甲市", "乙市"]


def test_the_landing_leads_to_the_chinese_overview_without_scripts(site: Path) -> None:
    page = read_page(site / "index.html")
    assert [a.attributes["href"] for a in page.all("a")] == ["zh/index.html", "en/index.html"]
    (refresh,) = (m for m in page.all("meta") if m.attributes.get("http-equiv") == "refresh")
    assert refresh.attributes["content"] == "0; url=zh/index.html"


# Words of the package


NASTY_CELLS = (
    ("recipients", "1", "name"),
    ("grants", "1", "project_name"),
    ("regions", "601", "name"),
    ("indicators", "1", "value_as_printed"),
    ("indicators", "2", "level3_clean"),
    ("errata", "E001", "explanation_zh"),
    ("errata", "E001", "explanation_en"),
    ("errata", "E002", "printed"),
    ("errata", "E003", "kind"),
    ("target_sheets", "1", "overall_goal"),
    ("sheet_policies", "1/1", "text"),
    ("notice", "粤财工〔2020〕228号", "issuer"),
)


def test_words_of_the_package_stay_words(package_copy: Path, tmp_path: Path) -> None:
    for number, cell in enumerate(NASTY_CELLS):
        change_cell(package_copy, (*cell, f"{NASTY}{number}."))
    pages = read_pages(written(package_copy, tmp_path / "site"))
    text = "".join(each.text for page in pages.values() for each in page.all("html"))
    for number, cell in enumerate(NASTY_CELLS):
        assert f"{NASTY}{number}." in text, cell
    for name, page in pages.items():
        scripts = [e.attributes.get("src") for e in page.all("script")]
        assert scripts in (["static/landing.js"], ["../static/site.js"]), name


def test_titles_of_the_descriptor_stay_words(package_copy: Path, tmp_path: Path) -> None:
    path = package_copy / "datapackage.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"title": "', '"title": "<script>x</script>'), encoding="utf-8")
    for name, page in read_pages(written(package_copy, tmp_path / "site")).items():
        scripts = [e.attributes.get("src") for e in page.all("script")]
        assert scripts in (["static/landing.js"], ["../static/site.js"]), name


def test_nothing_of_the_notice_is_typed_into_the_site() -> None:
    package = read_package(ROOT)
    folder = Path(fiscal_notice.notice.pages.__file__).parent
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in (".py", ".html", ".css", ".js")
    )
    for table, field in (
        ("regions", "name"),
        ("recipients", "name"),
        ("notice", "document_number"),
        ("notice", "issuer"),
        ("allocations", "amount_yuan"),
        ("indicators", "level3_clean"),
    ):
        for record in read_records(package, package.require(table)):
            assert record.cells[field] not in source


# What is missing


@pytest.mark.parametrize("name", [name for name in TABLES if name != "notice"])
def test_a_missing_table_is_no_fault(name: str, tmp_path: Path) -> None:
    package = read_package(ROOT)
    kept = tuple(resource for resource in package.resources if resource.name != name)
    less = Package(root=ROOT, shown=".", descriptor=package.descriptor, resources=kept)
    made = make_site(less, unchecked(less), tmp_path / "site")
    for page in (path for path in made.files if path.endswith(".html")):
        text = (made.out / page).read_text(encoding="utf-8")
        for path in set(re.findall(r'(?:href|src)="([^"#?]+)', text)) - {"data:,"}:
            assert (made.out / page).parent.joinpath(path).is_file(), f"{page}: {path}"
    assert {"zh/index.html", "en/transcript.html"} <= set(made.files)


@pytest.mark.parametrize(
    "names",
    [
        (LETTER,),
        (LETTER, "clauses", "annexes", "transcript"),
        (LETTER, "allocations", "allocation_totals", "regions", "budget_units"),
        (LETTER, "grants", "regions"),
        (LETTER, "target_sheets", "indicators", "indicator_targets"),
    ],
)
def test_a_letter_and_any_annexes_have_a_site(names: tuple[str, ...], tmp_path: Path) -> None:
    package = read_package(ROOT)
    kept = tuple(r for r in package.resources if r.name in names)
    less = Package(root=ROOT, shown=".", descriptor={"name": "x"}, resources=kept)
    made = make_site(less, unchecked(less), tmp_path / "site")
    # Without money by transfer type the first page still says whose money it is, and how much.
    first = (made.out / "en" / "index.html").read_text(encoding="utf-8").partition("</section>")[0]
    said = re.search(r"198,250,000(</a>)? yuan\.", first)
    assert bool(said) is ("allocations" not in names)
    assert "总览" not in first.partition("<h1>")[2]
    left_out = {"recipients", "errata"}
    left_out |= set() if "regions" in names else {"cities"}
    left_out |= set() if "indicators" in names else {"targets"}
    assert not {f"zh/{name}.html" for name in left_out} & set(made.files)
    for page in (path for path in made.files if path.endswith(".html")):
        text = (made.out / page).read_text(encoding="utf-8")
        for path in set(re.findall(r'(?:href|src)="([^"#?]+)', text)) - {"data:,"}:
            assert (made.out / page).parent.joinpath(path).is_file(), f"{page}: {path}"


def test_a_package_that_fails_its_checks_says_so(package_copy: Path, tmp_path: Path) -> None:
    change_cell(package_copy, ("allocations", "2", "amount_yuan", "18200000"))
    made = build(package_copy, tmp_path / "site")
    assert read_page(made.out / "zh" / "index.html").all("p", "alarm")
    assert "undeclared" in read_page(made.out / "en" / "rules.html").ids


def test_a_valid_package_has_no_alarm(pages: dict[str, HtmlPage]) -> None:
    assert not any(page.all("p", "alarm") for page in pages.values())


# Downloads


def test_without_downloads_the_package_itself_is_offered(site: Path) -> None:
    package = read_package(site / "package")
    assert [r.name for r in package.resources] == [r.name for r in read_package(ROOT).resources]
    for resource in package.resources:
        assert package.file(resource).read_bytes() == (ROOT / resource.path).read_bytes()


def test_downloads_are_offered_with_size_and_hash(mini: Path, tmp_path: Path) -> None:
    names = ("csv/grants.csv", "parquet/grants.parquet", "all-1.0.xlsx", "SHA256SUMS")
    made = build(mini, tmp_path / "site", {name: name.encode() for name in names})
    assert (made.out / "downloads" / "csv" / "grants.csv").read_bytes() == b"csv/grants.csv"
    page = read_page(made.out / "zh" / "data.html")
    assert {e.attributes["href"]: e.text for e in page.all("a", "get")} == {
        "../downloads/csv/grants.csv": "csv",
        "../downloads/parquet/grants.parquet": "parquet",
        "../downloads/SHA256SUMS": "SHA256SUMS",
        "transcript.html": "在此阅读",
    }
    (listed,) = page.all("ul", "all")
    for name, item in zip(names, listed.children, strict=True):
        digest = hashlib.sha256(name.encode()).hexdigest()
        assert item.text == f"{name} {len(name)} B {digest}"
    assert made.offered == tuple(f"downloads/{name}" for name in names)
    assert made.offered_bytes == sum(map(len, names))
    assert not (made.out / "package").exists()


def test_the_data_page_has_every_table_with_its_hash(pages: dict[str, HtmlPage]) -> None:
    package = read_package(ROOT)
    for lang in LANGUAGES:
        page = pages[f"{lang}/data.html"]
        hashes = {e.text for e in page.all("code", "hash")}
        for resource in package.tables:
            assert resource.raw["hash"].removeprefix("sha256:") in hashes
            assert resource.name in page.ids
            assert resource.schema is not None
            for field in resource.schema.fields:
                assert field.title(lang) in page.by_id(resource.name).text


def test_the_changes_of_a_version_are_those_of_the_changelog(pages: dict[str, HtmlPage]) -> None:
    section = pages["en/data.html"].by_id("releases").parent
    assert section is not None
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for version, day in re.findall(r"^## Data (\S+) - (\S+)$", changelog, re.MULTILINE):
        assert version in section.text
        assert day in section.text
    for version in re.findall(r"^## Software (\S+)", changelog, re.MULTILINE):
        assert version not in section.text


# The command


def test_the_command_makes_the_site_with_the_downloads_of_a_release(tmp_path: Path) -> None:
    root = mini_package(tmp_path / "mini")
    done = CliRunner().invoke(cli, ["--root", str(root), "site"])
    assert done.exit_code == 0, done.output
    first, second = done.output.splitlines()
    out = root / "dist" / "site"
    assert Path(first) == out / "index.html"
    released = make_downloads(read_package(root), tmp_path / "released").files
    for file in released:
        assert (out / "downloads" / file.name).read_bytes() == file.path.read_bytes(), file.name
    assert f"{_size(out, 'downloads', 'cities'):,} bytes; {len(released)} downloads" in second
    page = read_page(out / "en" / "data.html")
    links = {e.attributes["href"] for e in page.all("a")}
    assert {f"../downloads/{file.name}" for file in released} <= links
    hashes = {e.text for e in page.all("code")}
    assert {file.sha256 for file in released} <= hashes


def test_the_command_leaves_the_downloads_out(tmp_path: Path) -> None:
    root = mini_package(tmp_path / "mini")
    out = tmp_path / "site"
    for options in ([], ["--no-downloads"]):
        command = ["--root", str(root), "site", "--out", str(out), *options]
        assert CliRunner().invoke(cli, command).exit_code == 0
    # Those of the first site are gone too.
    assert not list((out / "downloads").rglob("*.*"))
    assert read_package(out / "package").descriptor["name"] == "mini"


def _size(out: Path, *without: str) -> int:
    return sum(
        p.stat().st_size
        for p in out.rglob("*")
        if p.is_file() and not set(without) & set(p.parts) and p.name != MANIFEST
    )
