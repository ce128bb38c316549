"""The numbers of the pages are those of the tables, and every one leads to its line."""

from __future__ import annotations

import csv
import re
import sqlite3
from pathlib import Path

import pytest
from site_kit import (
    LANGUAGES,
    Element,
    HtmlPage,
    database,
    line_of,
    lines_of,
    numbers_in,
    read_page,
    read_pages,
    unchecked,
)

from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.picture import money_picture
from fiscal_notice.package import read_package
from fiscal_notice.site import make_site
from kit import ROOT, change_cell, csv_path, read_csv, write_csv

CITY = "SELECT u.region_code, {} FROM allocations a JOIN budget_units u USING (unit_code) {}"


def value(cell: str) -> float:
    return float(cell)


def shown(page: HtmlPage, row: int, table: str) -> list[str]:
    """The values of a row of a table, counted from 0."""
    body = next(e for e in page.by_id(table).children if e.tag == "tbody")
    return [cell.attributes.get("data-v", "") for cell in body.children[row].children]


def test_the_headline_is_the_sum_by_sql(
    pages: dict[str, HtmlPage], sql: sqlite3.Connection
) -> None:
    ((total,),) = sql.execute("SELECT sum(amount_yuan) FROM allocations")
    for lang in LANGUAGES:
        (head,) = pages[f"{lang}/index.html"].all("h1")
        assert head.children[0].attributes["data-y"] == str(total)


def test_the_transfer_types_are_the_sums_by_sql(
    pages: dict[str, HtmlPage], sql: sqlite3.Connection
) -> None:
    sums = sql.execute("SELECT sum(amount_yuan) FROM allocations GROUP BY transfer_type")
    page = pages["zh/index.html"]
    cards = [e for e in page.all("p", "big") if e.inside("article")]
    found = [int(next(iter(_values(card.children[0].attributes)))) for card in cards]
    assert sorted(found) == sorted(int(total) for (total,) in sums)


def _values(attributes: dict[str, str]) -> list[str]:
    return [attributes[name] for name in ("data-y", "data-v") if name in attributes]


def test_the_cities_are_the_sums_by_sql_the_largest_first(
    pages: dict[str, HtmlPage], sql: sqlite3.Connection
) -> None:
    sums = dict(sql.execute(CITY.format("sum(amount_yuan)", "GROUP BY 1")).fetchall())
    page = pages["zh/index.html"]
    body = next(e for e in page.by_id("city-table").children if e.tag == "tbody")
    found = [[cell.attributes["data-v"] for cell in row.children[:3]] for row in body.children]
    assert {code: int(amount) for _, code, amount in found} == sums
    amounts = [int(amount) for _, _, amount in found]
    assert amounts == sorted(amounts, reverse=True)
    assert found[0][0] == "1"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_of_cities_splits_them_by_transfer_type(
    pages: dict[str, HtmlPage], sql: sqlite3.Connection, lang: str
) -> None:
    page = pages[f"{lang}/cities.html"]
    codes = [row[0] for row in sql.execute("SELECT region_code FROM regions")]
    for place, code in enumerate(codes):
        by_kind = dict(
            sql.execute(
                "SELECT transfer_type, sum(amount_yuan) FROM allocations"
                " JOIN budget_units USING (unit_code) WHERE region_code = ? GROUP BY 1",
                (code,),
            ).fetchall()
        )
        cells = shown(page, place, "city-table")
        assert int(cells[2]) == sum(by_kind.values())
        assert sorted(int(cell) for cell in cells[3:6] if int(cell)) == sorted(by_kind.values())


def test_the_share_with_targets_is_that_by_sql(
    pages: dict[str, HtmlPage], sql: sqlite3.Connection
) -> None:
    ((need,),) = sql.execute("SELECT sum(funding_need_yuan) FROM target_sheets")
    ((total,),) = sql.execute("SELECT sum(amount_yuan) FROM allocations")
    for lang in LANGUAGES:
        (line,) = pages[f"{lang}/index.html"].all("p", "statement")
        found = [float(v) for e in line.children for v in _values(e.attributes)]
        # The share stands in a span of its own.
        (part,) = (float(v) for e in line.children[0].children for v in _values(e.attributes))
        assert part == pytest.approx(need / total)
        assert found == [need, total - need]
        assert f"{100 * need / total:.1f}%" in line.text


def test_the_recipients_are_those_of_sql(
    pages: dict[str, HtmlPage], sql: sqlite3.Connection
) -> None:
    wanted = sql.execute(
        "SELECT recipient_id, sum(amount_yuan) FROM grants JOIN grant_recipients USING (grant_id)"
        " GROUP BY 1"
    ).fetchall()
    page = pages["en/recipients.html"]
    body = next(e for e in page.by_id("recipient-table").children if e.tag == "tbody")
    found = {
        row.attributes["id"]: int(row.children[2].attributes["data-v"]) for row in body.children
    }
    assert found == {f"r{key}": total for key, total in wanted}


def test_counts_are_those_of_sql(pages: dict[str, HtmlPage], sql: sqlite3.Connection) -> None:
    for name, table in (("errata", "errata"), ("targets", "indicators")):
        ((rows,),) = sql.execute(f"SELECT count(*) FROM {table}")
        assert str(rows) in [e.attributes["data-v"] for e in pages[f"zh/{name}.html"].figures()]
    ((errata,),) = sql.execute("SELECT count(*) FROM errata")
    shown = [e for e in pages["zh/errata.html"].elements if "data-row" in e.attributes]
    assert len(shown) == errata


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_printed_figure_leads_to_a_line_that_prints_it(
    pages: dict[str, HtmlPage], lang: str
) -> None:
    lines = lines_of(pages[f"{lang}/transcript.html"])
    checked = 0
    for name, page in pages.items():
        for figure in page.figures("data-y") if name.startswith(lang) else ():
            yuan = int(figure.attributes["data-y"])
            numbers = numbers_in(lines[line_of(figure.attributes["href"])])
            assert yuan in numbers or (yuan % 10_000 == 0 and yuan // 10_000 in numbers), (
                f"{name}: {yuan} is not on {figure.attributes['href']}"
            )
            checked += 1
    assert checked > 500


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_target_leads_to_a_line_that_prints_it(
    pages: dict[str, HtmlPage], sql: sqlite3.Connection, lang: str
) -> None:
    lines = lines_of(pages[f"{lang}/transcript.html"])
    found = [
        (figure.attributes["data-t"], lines[line_of(figure.attributes["href"])])
        for name, page in pages.items()
        if name.startswith(f"{lang}/city-")
        for figure in page.figures("data-t")
        if not figure.inside("span")
    ]
    assert all(text in line for text, line in found)
    ((printed,),) = sql.execute("SELECT count(*) FROM indicators WHERE value_as_printed != ''")
    assert len(found) == printed


def test_everything_worked_out_leads_to_lines_that_exist(pages: dict[str, HtmlPage]) -> None:
    last = max(lines_of(pages["zh/transcript.html"]))
    for page in pages.values():
        for figure in page.figures():
            assert 1 <= line_of(figure.attributes["href"]) <= last


def test_no_amount_stands_without_a_link(pages: dict[str, HtmlPage]) -> None:
    """A number of 万元 or yuan in running text or in a table of money is a link to its line."""
    for name, page in pages.items():
        if "/city-" in name or name.endswith(("index.html", "cities.html", "recipients.html")):
            for cell in page.all("td", "n"):
                digits = re.search("[1-9]", cell.text)
                assert not digits or any(e.has("f") for e in cell.children), f"{name}: {cell.text}"


def test_notes_add_up(pages: dict[str, HtmlPage]) -> None:
    checked = 0
    notes = (e for page in pages.values() for e in page.all("li"))
    for note in (e for e in notes if re.fullmatch("n[0-9]+", e.attributes.get("id", ""))):
        said = re.fullmatch(r"([0-9,]+)元 = [^÷−(]*", note.text.strip())
        if said:
            marked = [e.attributes for e in note.children if "data-y" in e.attributes]
            total = sum(int(attributes["data-y"]) for attributes in marked)
            assert total == int(said[1].replace(",", ""))
            checked += 1
    assert checked > 10


def test_every_mark_leads_to_a_note_that_begins_with_its_figure(pages: dict[str, HtmlPage]) -> None:
    page = pages["en/index.html"]
    for mark in page.all("a", "m"):
        note = page.by_id(mark.attributes["href"].removeprefix("#"))
        assert note.children[0].tag == "b"


def test_lines_of_the_transcript_are_all_there(pages: dict[str, HtmlPage]) -> None:
    package = read_package(ROOT)
    source = package.file(package.require("transcript")).read_text(encoding="utf-8")
    wanted = source.split("\n")
    shown_lines = lines_of(pages["en/transcript.html"])
    assert [shown_lines[n] for n in sorted(shown_lines)] == wanted[: len(shown_lines)]
    assert not any(wanted[len(shown_lines) :])


# A changed package gives changed pages


def test_a_changed_amount_changes_the_pages(package_copy: Path, tmp_path: Path) -> None:
    change_cell(package_copy, ("allocations", "2", "amount_yuan", "18200000"))
    package = read_package(package_copy)
    out = make_site(package, unchecked(package), tmp_path / "site").out
    ((total,),) = database(package_copy).execute("SELECT sum(amount_yuan) FROM allocations")
    page = read_page(out / "zh" / "index.html")
    # The printed total no longer says the same, so the sum stands for itself.
    assert page.all("h1")[0].children[0].attributes["data-v"] == str(total)
    region = read_csv(csv_path(package_copy, "regions"))[0]
    city = (out / "en" / f"city-{region['region_code']}.html").read_text(encoding="utf-8")
    assert "18,200,000" in city
    assert ">8,200,000<" not in city


def test_a_changed_target_changes_the_comparison(package_copy: Path, tmp_path: Path) -> None:
    change_cell(package_copy, ("indicators", "2", "value_as_printed", "不少于987家"))
    change_cell(package_copy, ("indicator_targets", "2/1", "lower", "987"))
    package = read_package(package_copy)
    out = make_site(package, unchecked(package), tmp_path / "site").out
    page = read_page(out / "zh" / "targets.html")
    indicator = page.by_id("i2")
    assert "不少于987家" in indicator.text
    widths = [float(e.attributes["width"]) for e in page.all("rect") if _within(e, indicator)]
    assert widths[0] == 100
    assert max(widths[1:]) < 5
    assert "≥987" in page.by_id("matrix").parent.text  # type: ignore[union-attr]


def _within(element: object, box: object) -> bool:
    above = element
    while above is not None and above is not box:
        above = above.parent  # type: ignore[attr-defined]
    return above is box


def test_the_small_notice_has_its_own_numbers(mini: Path, tmp_path: Path) -> None:
    package = read_package(mini)
    found = read_pages(make_site(package, unchecked(package), tmp_path / "site").out)
    ((total,),) = database(mini).execute("SELECT sum(amount_yuan) FROM allocations")
    assert found["en/index.html"].all("h1")[0].children[0].attributes["data-y"] == str(total)
    with csv_path(mini, "regions").open(encoding="utf-8", newline="") as file:
        codes = [row["region_code"] for row in csv.DictReader(file)]
    assert {f"zh/city-{code}.html" for code in codes} <= set(found)
    assert len([name for name in found if name.startswith("zh/city-")]) == len(codes)
    # Its three kinds of money have sheets in full: also the earmarked one.
    assert "100.0%" in found["zh/index.html"].all("p", "statement")[0].text


def test_the_picture_and_the_site_say_the_same_of_targets(mini: Path) -> None:
    for root in (ROOT, mini):
        package = read_package(root)
        said = re.search(r"([0-9.]+)% of it stands", money_picture(package, "en"))
        share = NoticeFacts(package=package).money.whole.coverage
        assert said
        assert f"{100 * share.value:.1f}".removesuffix(".0") == said[1].removesuffix(".0")


def test_money_without_an_amount_is_named(package_copy: Path, tmp_path: Path) -> None:
    from fiscal_notice.errors import PackageError

    path = csv_path(package_copy, "allocations")
    rows = read_csv(path)
    rows[1]["amount_yuan"] = "820万元"
    write_csv(path, list(rows[0]), rows)
    package = read_package(package_copy)
    with pytest.raises(PackageError, match="amount_yuan") as caught:
        make_site(package, unchecked(package), tmp_path / "site")
    assert caught.value.found == "820万元"


def test_the_same_value_is_said_only_of_targets_that_are_the_same(
    pages: dict[str, HtmlPage],
) -> None:
    """Of all cities with the indicator: bounds, unit and basis, not only the number."""
    indicators = {row["indicator_id"]: row for row in read_csv(csv_path(ROOT, "indicators"))}
    parts: dict[str, list[tuple[str, ...]]] = {}
    columns = ("comparator", "lower", "upper", "unit", "multiplier", "basis", "deadline")
    for row in read_csv(csv_path(ROOT, "indicator_targets")):
        parts.setdefault(row["indicator_id"], []).append(tuple(row[name] for name in columns))
    named: dict[str, list[list[tuple[str, ...]]]] = {}
    for row in indicators.values():
        named.setdefault(row["level3_clean"], []).append(parts.get(row["indicator_id"], []))
    said = differing = 0
    for name, page in pages.items():
        for row_ in (e for e in page.all("tr") if name.startswith("zh/city-")):
            links = [e for e in page.all("a") if e.inside("tr") and _row(e) is row_]
            anchors = [a.attributes["href"].partition("#i")[2] for a in links]
            ids = [anchor for anchor in anchors if anchor in indicators]
            if not ids or "用此名称" not in row_.text:
                continue
            values = named[indicators[ids[0]]["level3_clean"]]
            same = all(value == values[0] for value in values)
            assert same or "数值相同" not in row_.text, row_.text
            said += "数值相同" in row_.text
            differing += not same
    assert said > 50
    assert differing > 10


def _row(element: Element) -> Element | None:
    while element.parent is not None and element.tag != "tr":
        element = element.parent
    return element
