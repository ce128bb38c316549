"""The map of tiles, the yardstick beside it, and the picker of cities."""

from __future__ import annotations

import csv
import re
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from site_kit import LANGUAGES, Element, HtmlPage, read_pages, unchecked, written

from fiscal_notice.notice.code_lists import division, divisions_in, tile_places
from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.notice.pages.formatting import NoticeFormatter
from fiscal_notice.notice.pages.overview import kinds_of_recipients
from fiscal_notice.notice.pages.tile_map import MOST_SHADES, TileMap, step_of, tile_map
from fiscal_notice.package import read_package
from kit import ROOT, csv_path, read_csv, write_csv

SUMS = (
    "SELECT region_code, sum(amount_yuan) FROM allocations JOIN budget_units USING (unit_code)"
    " GROUP BY 1"
)
#: Cities of a province that has no tiles.
ELSEWHERE = [each.gb_code for each in divisions_in("320000", year=2021, level="prefecture")]


def facts_of(root: Path) -> NoticeSiteFacts:
    package = read_package(root)
    return NoticeSiteFacts(package=package, report=unchecked(package), downloads=None)


def map_of(root: Path) -> TileMap:
    found = tile_map(facts_of(root))
    assert found is not None
    return found


def change_regions(root: Path, *, column: str = "gb_code", values: dict[int, str]) -> None:
    """Other values in a column of the regions, by their places."""
    rows = read_csv(csv_path(root, "regions"))
    for place, value in values.items():
        rows[place][column] = value
    write_csv(csv_path(root, "regions"), list(rows[0]), rows)


def tiles(page: HtmlPage) -> list[Element]:
    return [e for e in page.all("a") if "data-yuan" in e.attributes]


# The grid


def test_every_tile_is_a_city_in_force_and_has_its_place_for_itself() -> None:
    places = tile_places()
    assert len(set(places.values())) == len(places)
    for code in places:
        found = division(code, year=2021)
        assert found is not None
        assert found.level == "prefecture", code


def test_a_province_has_tiles_for_all_its_cities_or_for_none() -> None:
    provinces = {code[:2] + "0000" for code in tile_places()}
    wanted = {
        each.gb_code
        for code in provinces
        for each in divisions_in(code, year=2021, level="prefecture")
    }
    assert set(tile_places()) == wanted


@pytest.mark.parametrize(
    ("west", "east"),
    [
        ("湛江市", "茂名市"),
        ("茂名市", "阳江市"),
        ("云浮市", "江门市"),
        ("肇庆市", "佛山市"),
        ("清远市", "广州市"),
        ("河源市", "梅州市"),
        ("东莞市", "惠州市"),
        ("惠州市", "汕尾市"),
        ("汕尾市", "揭阳市"),
        ("揭阳市", "汕头市"),
    ],
)
def test_neighbours_lie_as_they_do(west: str, east: str) -> None:
    places = {
        (found := division(code)) and found.name: place for code, place in tile_places().items()
    }
    assert places[west][0] <= places[east][0]
    assert sum(abs(a - b) for a, b in zip(places[west], places[east], strict=True)) == 1


@pytest.mark.parametrize(
    ("north", "south"),
    [("韶关市", "广州市"), ("广州市", "东莞市"), ("河源市", "惠州市"), ("惠州市", "深圳市"),
     ("中山市", "珠海市"), ("江门市", "阳江市"), ("潮州市", "揭阳市"), ("茂名市", "湛江市")],
)  # fmt: skip
def test_the_north_is_above(north: str, south: str) -> None:
    places = {
        (found := division(code)) and found.name: place for code, place in tile_places().items()
    }
    assert places[north] == (places[south][0], places[south][1] - 1)


# Shades


@pytest.mark.parametrize(
    ("largest", "step"),
    [(25_000_000, 5_000_000), (25_000_001, 6_000_000), (9, 2), (1, 1), (0, 1), (-5, 1),
     (19_999, 4_000), (50, 10), (700, 150)],
)  # fmt: skip
def test_a_step_is_round_and_few_hold_the_largest(largest: int, step: int) -> None:
    assert step_of([largest, 1]) == step
    assert step * MOST_SHADES >= largest


def test_an_amount_on_a_border_has_the_lower_shade() -> None:
    shown = map_of(ROOT)
    assert len(shown.bounds) == shown.shades <= MOST_SHADES
    for tile in shown.tiles:
        assert tile.money is not None
        amount = int(tile.money.amount.value)
        most = dict(shown.bounds)[tile.shade]
        assert most - shown.step < amount <= most


# On the pages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tiles_are_the_sums_by_sql_and_lead_to_the_cities(
    pages: dict[str, HtmlPage], sql: sqlite3.Connection, lang: str
) -> None:
    sums = {f"city-{code}.html": amount for code, amount in sql.execute(SUMS)}
    found = tiles(pages[f"{lang}/index.html"])
    assert {e.attributes["href"]: int(e.attributes["data-yuan"]) for e in found} == sums
    for each in found:
        yuan = Decimal(each.attributes["data-yuan"])
        number = each.children[-1].text
        assert Decimal(number.replace(",", "")) * (10_000 if lang == "zh" else 1_000_000) == yuan
        # Who hears it is told the same.
        assert each.attributes["aria-label"].startswith(each.children[-2].text)


def test_the_yardstick_is_the_median_by_sql_with_both_ends(
    pages: dict[str, HtmlPage], sql: sqlite3.Connection
) -> None:
    amounts = sorted(amount for _, amount in sql.execute(SUMS))
    section = pages["zh/index.html"].by_id("yardstick").parent
    assert section is not None
    (lead,) = (e for e in section.children if e.has("lead"))
    found = [
        int(value)
        for e in lead.children
        for name, value in e.attributes.items()
        if name in ("data-v", "data-y")
    ]
    assert found == [amounts[len(amounts) // 2], amounts[-1], amounts[0]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picker_has_every_city(pages: dict[str, HtmlPage], lang: str) -> None:
    page = pages[f"{lang}/index.html"]
    (pick,) = page.all("nav", "pick")
    codes = [row["region_code"] for row in read_csv(csv_path(ROOT, "regions"))]
    links = [e.attributes["href"] for e in page.all("a") if _within(e, pick)]
    assert links == [f"city-{code}.html" for code in codes]


def _within(element: Element, box: Element) -> bool:
    above = element.parent
    while above is not None and above is not box:
        above = above.parent
    return above is box


def test_the_cities_without_their_counties_are_all_named(pages: dict[str, HtmlPage]) -> None:
    text = pages["zh/index.html"].by_id("yardstick").parent.text  # type: ignore[union-attr]
    rows = read_csv(csv_path(ROOT, "regions"))
    for row in rows:
        short = row["name"].removesuffix("市")
        listed = text.partition("不含省直管县：")[2].partition("。")[0].split("、")
        assert (short in listed) == (row["excludes_direct_counties"] == "true")
    assert "通知没有印出" in text


def test_a_county_that_the_notice_lists_is_named(package_copy: Path, tmp_path: Path) -> None:
    rows = read_csv(csv_path(package_copy, "regions"))
    city = next(i for i, row in enumerate(rows) if row["name"] == "汕头市")
    county = next(i for i, row in enumerate(rows) if row["name"] == "揭阳市")
    assert rows[city]["excludes_direct_counties"] == "true"
    change_regions(package_copy, values={county: "440523"})
    change_regions(package_copy, column="name", values={county: "南澳县"})
    pages = read_pages(written(package_copy, tmp_path / "site"))
    text = pages["zh/index.html"].by_id("yardstick").parent.text  # type: ignore[union-attr]
    assert "通知另列的县：南澳县。" in text
    assert "通知没有印出" not in text
    # It has no tile, which is said; the city whose code it has now none of is not in the notice.
    assert "图上没有：南澳县" in text
    assert "通知未列" in text
    assert len(tiles(pages["zh/index.html"])) == len(rows) - 1


def test_a_province_without_tiles_has_no_map_and_all_the_rest(
    package_copy: Path, tmp_path: Path
) -> None:
    number = len(read_csv(csv_path(package_copy, "regions")))
    codes = (ELSEWHERE * 2)[:number]
    change_regions(package_copy, values=dict(enumerate(codes)))
    pages = read_pages(written(package_copy, tmp_path / "site"))
    for lang in LANGUAGES:
        page = pages[f"{lang}/index.html"]
        assert not tiles(page)
        assert not page.all("svg", "tiles-map")
        assert not page.all("nav", "pick")[0].has("narrow-only")
        body = next(e for e in page.by_id("city-table").children if e.tag == "tbody")
        assert len(body.children) == number


def test_without_money_there_is_a_picker_and_no_map(package_copy: Path, tmp_path: Path) -> None:
    for name in ("allocations", "allocation_totals"):
        path = csv_path(package_copy, name)
        write_csv(path, list(read_csv(path)[0]), [])
    page = read_pages(written(package_copy, tmp_path / "site"))["zh/index.html"]
    assert not page.all("svg", "tiles-map")
    assert "yardstick" not in page.ids
    (pick,) = page.all("nav", "pick")
    assert not pick.has("narrow-only")


def test_cities_of_two_provinces_have_no_map(
    package_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_regions(package_copy, values={0: ELSEWHERE[0]})
    both = {**tile_places(), ELSEWHERE[0]: (1, 1)}
    monkeypatch.setattr("fiscal_notice.notice.pages.tile_map.tile_places", lambda: both)
    assert tile_map(facts_of(package_copy)) is None


def test_the_same_for_all_has_no_yardstick(mini: Path, tmp_path: Path) -> None:
    path = csv_path(mini, "allocations")
    rows = read_csv(path)[-1:]
    write_csv(path, list(rows[0]), rows)
    with csv_path(mini, "regions").open(encoding="utf-8", newline="") as file:
        regions = list(csv.DictReader(file))
    write_csv(csv_path(mini, "regions"), list(regions[0]), regions[-1:])
    pages = read_pages(written(mini, tmp_path / "site"))
    assert "中位数" not in pages["zh/index.html"].all("main")[0].text


# Words for recipients


def test_money_goes_through_a_city() -> None:
    chinese, english = (str(NoticeFormatter(facts_of(ROOT), lang).via("601")) for lang in LANGUAGES)
    assert re.fullmatch("经<a [^>]*>广州市</a>下达", chinese)
    assert english.startswith("through <a ")
    assert "Guangzhou" in english


def test_a_province_passes_nothing_on_to_itself(package_copy: Path) -> None:
    change_regions(package_copy, values={0: "440000"})
    change_regions(package_copy, column="name", values={0: "省级"})
    said = str(NoticeFormatter(facts_of(package_copy), "zh").via("601"))
    assert "省级" in said
    assert "经" not in said


def test_kinds_of_recipients_add_up_to_annex_2(sql: sqlite3.Connection) -> None:
    ((total,),) = sql.execute("SELECT sum(amount_yuan) FROM grants")
    kinds = kinds_of_recipients(facts_of(ROOT))
    assert sum(amount.value for _, amount in kinds) == total
    assert len(kinds) == len({kind for kind, _ in kinds}) > 1
