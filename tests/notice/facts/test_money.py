"""The money with a target sheet is one fact: site, picture, summary and SQL say the same of it."""

from __future__ import annotations

import re
import sqlite3
import statistics
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from site_kit import page_of

from fiscal_notice.export import single_file
from fiscal_notice.export.forms import SQLITE
from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.facts.money import COLUMNS, Money
from fiscal_notice.notice.facts.table_reader import TableReader
from fiscal_notice.notice.picture import picture_in_words
from fiscal_notice.package import read_package
from fiscal_notice.package.descriptor import Field
from fiscal_notice.release import make_release
from fiscal_notice.release.summary import release_summary
from kit import ROOT, change_cell, copy_package, csv_path, mini_package, read_csv, write_csv

Copy = Callable[[Path], Path]
# What the first and the last sheet of a package are made to need.
HUGE = "99999999999999999999"  # no integer of SQL
NEEDS = ("0", "", "1", "999000000", HUGE, "-1", "-999000000")
PACKAGES = pytest.mark.parametrize("copy", [copy_package, mini_package], ids=["real", "mini"])


def changed(folder: Path, copy: Copy, need: str | None) -> Path:
    """A package of which two sheets need something else; None: as it is."""
    root = copy(folder)
    if need is not None:
        path = csv_path(root, "target_sheets")
        rows = read_csv(path)
        rows[0]["funding_need_yuan"] = rows[-1]["funding_need_yuan"] = need
        write_csv(path, list(rows[0]), rows)
    return root


def money_of(root: Path) -> Money:
    return NoticeFacts(package=read_package(root)).money


@contextmanager
def database(root: Path, folder: Path) -> Iterator[sqlite3.Connection]:
    """The SQLite download; its constraints do not stand in the way of what is tried here."""
    package = read_package(root)
    loose = tuple(
        replace(r, schema=replace(r.schema, fields=tuple(_loose(f) for f in r.schema.fields)))
        if r.schema
        else r
        for r in package.resources
    )
    path = folder / "all.sqlite"
    path.write_bytes(single_file(replace(package, resources=loose), SQLITE))
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def _loose(field: Field) -> Field:
    return replace(field, raw={name: v for name, v in field.raw.items() if name != "constraints"})


@PACKAGES
@pytest.mark.parametrize("need", [None, *NEEDS])
def test_covered_money_is_never_more_than_the_money(
    tmp_path: Path, copy: Copy, need: str | None
) -> None:
    money = money_of(changed(tmp_path / "package", copy, need))
    for each in [money.whole, *money.cities, *money.by_type]:
        assert 0 <= each.covered.value <= each.amount.value
        assert 0 <= each.coverage.value <= 1
        assert each.uncovered.value + each.covered.value == each.amount.value
    for place, covered in money.covered.items():
        assert 0 < covered.value <= money.amounts[place].value
        assert covered.value <= money.needs[place].value
    assert sum(each.need.value for each in money.cities) == money.whole.need.value


@PACKAGES
def test_a_need_beyond_the_money_is_said_and_covers_the_money(tmp_path: Path, copy: Copy) -> None:
    plain = money_of(changed(tmp_path / "plain", copy, None))
    root = changed(tmp_path / "package", copy, "999000000")
    money = money_of(root)
    sheet = money.tables.rows("target_sheets")[0]
    place = sheet["region_code"], money.transfer_type_of(sheet)
    assert money.covered[place] == money.amounts[place]
    assert money.whole.need.value > money.whole.amount.value
    assert money.whole.coverage.value >= plain.whole.coverage.value
    page = page_of(root, f"zh/city-{place[0]}.html", tmp_path)
    assert "9.99亿元" in " ".join(e.text for e in page.all("section"))


@PACKAGES
@pytest.mark.parametrize("need", ["", "-5", "0"])
def test_a_need_of_nothing_covers_nothing(tmp_path: Path, copy: Copy, need: str) -> None:
    root = changed(tmp_path / "package", copy, need)
    money = money_of(root)
    last = money.tables.rows("target_sheets")[-1]
    assert (last["region_code"], money.transfer_type_of(last)) not in money.covered
    for lang, words in (("zh", "未印"), ("en", "not printed")):
        page = page_of(root, f"{lang}/city-{last['region_code']}.html", tmp_path)
        sheets = page.all("article", "sheet")
        assert any(words in sheet.children[1].text for sheet in sheets) is (not need)


@PACKAGES
@pytest.mark.parametrize("need", [None, *(need for need in NEEDS if need != HUGE)])
def test_the_view_has_the_figures_of_the_room(tmp_path: Path, copy: Copy, need: str | None) -> None:
    root = changed(tmp_path / "package", copy, need)
    money = money_of(root)
    sheets = money.tables.rows("target_sheets")
    wanted = {
        city.code: (
            city.amount.value,
            sum(sheet["region_code"] == city.code for sheet in sheets),
            city.need.value,
            city.covered.value,
            city.uncovered.value,
        )
        for city in money.cities
    }
    with database(root, tmp_path) as sql:
        rows = sql.execute(
            "SELECT region_code, amount_yuan, sheets, funding_need_yuan, with_sheet_yuan,"
            " without_sheet_yuan FROM targets_against_money"
        ).fetchall()
        by_city = sql.execute("SELECT region_code, amount_yuan FROM money_by_city").fetchall()
        by_type = sql.execute("SELECT transfer_type, amount_yuan FROM money_by_stream").fetchall()
    assert {code: tuple(rest) for code, *rest in rows} == wanted
    assert [row[-1] for row in rows] == sorted((row[-1] for row in rows), reverse=True)
    assert dict(by_city) == {city.code: city.amount.value for city in money.cities}
    assert dict(by_type) == {each.code: each.amount.value for each in money.by_type}


@PACKAGES
@pytest.mark.parametrize("need", [None, *NEEDS])
def test_the_picture_and_the_site_say_what_the_room_says(
    tmp_path: Path, copy: Copy, need: str | None
) -> None:
    root = changed(tmp_path / "package", copy, need)
    whole = money_of(root).whole
    share = f"{100 * whole.coverage.value:.1f}%"
    glance, spoken = picture_in_words(read_package(root), "en")
    assert f"{share} of it stands under a target sheet" in glance
    assert all(0 <= float(n) <= 100 for n in re.findall(r"([0-9.]+)%", spoken))
    assert not re.search(r"-[0-9]", spoken.partition("budget year")[2])
    page = page_of(root, "en/index.html", tmp_path)
    assert share in page.all("p", "statement")[0].text


@PACKAGES
def test_the_summary_says_what_the_room_says(tmp_path: Path, copy: Copy) -> None:
    root = changed(tmp_path / "package", copy, None)
    share = money_of(root).whole.coverage.value
    bundle = make_release(root, tmp_path / "out")
    assert f"{100 * share:.1f}% of the money" in release_summary(root, bundle)
    # A release that was made, and its tables after that: what counts is the need's bounds.
    path = csv_path(root, "target_sheets")
    rows = [row | {"funding_need_yuan": "999000000"} for row in read_csv(path)]
    write_csv(path, list(rows[0]), rows)
    said = re.search(r"([0-9.]+)% of the money", release_summary(root, bundle))
    assert said
    assert float(said[1]) <= 100
    assert said[1] == f"{100 * money_of(root).whole.coverage.value:.1f}"


def test_money_of_a_type_that_the_schema_does_not_name_is_counted(package_copy: Path) -> None:
    path = csv_path(package_copy, "allocations")
    rows = read_csv(path)
    whole = money_of(package_copy).whole.amount.value
    rows[0]["transfer_type"] = "gift"
    write_csv(path, list(rows[0]), rows)
    money = money_of(package_copy)
    assert money.whole.amount.value == whole == sum(e.amount.value for e in money.by_type)
    assert money.labels("en")["gift"] == "gift"
    assert "gift, no target sheet" in picture_in_words(read_package(package_copy), "en")[1]


def test_the_columns_are_those_of_the_notice() -> None:
    tables = TableReader(read_package(ROOT))
    for table, names in COLUMNS.items():
        assert set(names) <= set(tables.rows(table)[0].cells)


def test_the_rank_of_a_city_counts_those_that_receive_more(mini: Path) -> None:
    first, second = money_of(mini).cities
    assert (first.rank.value, second.rank.value) == (1, 2)
    # The line of the city's own total comes first, then those of the cities ahead of it.
    assert second.rank.lines == (39, 35)
    change_cell(mini, ("allocations", "4", "amount_yuan", "850000"))
    assert [city.rank.value for city in money_of(mini).cities] == [1, 1]


@PACKAGES
def test_the_median_is_that_of_the_cities_and_each_is_as_far_from_it_as_it_is(
    tmp_path: Path, copy: Copy
) -> None:
    money = money_of(changed(tmp_path / "package", copy, None))
    assert money.median.value == statistics.median(int(c.amount.value) for c in money.cities)
    for city in money.cities:
        assert city.median is money.median
        away = city.from_median.value
        assert away >= 0
        assert city.amount.value == money.median.value + (away if city.above_median else -away)
        assert city.from_median.terms or not away
    assert sum(c.above_median for c in money.cities) <= len(money.cities) / 2


def test_a_notice_without_cities_has_no_median(mini: Path) -> None:
    path = csv_path(mini, "regions")
    write_csv(path, list(read_csv(path)[0]), [])
    assert (money_of(mini).median.value, money_of(mini).median.line) == (0, None)
