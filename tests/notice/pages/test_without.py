"""Pages of notices that lack a table: nothing is said of what is not there, nor led to."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from site_kit import LANGUAGES, HtmlPage, assert_sound, read_pages, written

from kit import change_cell, copy_package, csv_path, read_csv, write_csv

ZERO = {"0元", "¥0", "0.0%"}


def cut(root: Path, table: str, rows: int = 0) -> Path:
    """Leave so many rows of a table."""
    path = csv_path(root, table)
    found = read_csv(path)
    write_csv(path, list(found[0]), found[:rows])
    return root


def site_of(root: Path, out: Path) -> dict[str, HtmlPage]:
    pages = read_pages(written(root, out))
    assert_sound(out, pages)
    return pages


def told(page: HtmlPage) -> str:
    """What a page says, and what is said of it where it is shared."""
    metas = [e.attributes.get("content", "") for e in page.all("meta")]
    return " ".join([page.all("main")[0].text, *metas])


def test_a_city_whose_amount_is_not_in_the_package_did_not_receive_nothing(
    mini: Path, tmp_path: Path
) -> None:
    pages = site_of(cut(mini, "allocations"), tmp_path / "site")
    for lang, words in zip(
        LANGUAGES, ("本数据没有甲市的金额。", "have no amount for"), strict=True
    ):
        assert words in pages[f"{lang}/city-701.html"].by_id("quote").text
        for name in ("index", "cities", "city-701"):
            page = pages[f"{lang}/{name}.html"]
            assert not ZERO & set(told(page).replace("，", " ").split()), (lang, name)
            assert "没有告知" not in told(page)
        table = pages[f"{lang}/cities.html"].by_id("city-table")
        (button,) = (
            e for e in pages[f"{lang}/cities.html"].all("button") if "data-take" in e.attributes
        )
        rows = [e for e in pages[f"{lang}/cities.html"].all("tr") if "data-cells" in e.attributes]
        assert table.attributes["data-rows"] == ""
        assert {e.attributes["data-cells"].count(",") for e in rows} == {
            button.attributes["data-heads"].count(",")
        }


@pytest.mark.parametrize("table", ["grants", "recipients", "regions", "clauses", "target_sheets"])
def test_every_link_of_a_notice_without_a_table_lands(
    mini: Path, tmp_path: Path, table: str
) -> None:
    pages = site_of(cut(mini, table), tmp_path / "site")
    for name, page in pages.items():
        for body in page.all("tbody"):
            assert body.children, f"{name}: a table without rows"
        for each in page.all("ul"):
            assert each.children, f"{name}: a list without items"


def test_one_city_has_no_median_and_is_one_city(mini: Path, tmp_path: Path) -> None:
    pages = site_of(cut(mini, "regions", rows=1), tmp_path / "site")
    assert "中位数" not in pages["zh/cities.html"].all("main")[0].text
    for name in ("index", "cities"):
        assert "1 cities" not in pages[f"en/{name}.html"].all("main")[0].text


def test_a_line_that_the_transcript_does_not_have_is_no_link(tmp_path: Path) -> None:
    root = copy_package(tmp_path / "package")
    change_cell(root, ("errata", "E001", "source_line", "99999"))
    rows = read_csv(csv_path(root, "indicators"))
    often = Counter(row["level3_clean"] for row in rows)
    shared = next(row for row in rows if often[row["level3_clean"]] > 1)
    change_cell(root, ("indicators", shared["indicator_id"], "source_line", "99999"))
    cut(root, "field_lines")
    pages = read_pages(written(root, tmp_path / "site"))
    assert "99999" in pages["zh/errata.html"].all("main")[0].text
    links = [e.attributes.get("href", "") for page in pages.values() for e in page.all("a")]
    assert not [link for link in links if "99999" in link or "None" in link]


def test_an_annex_is_called_by_the_number_that_the_notice_gives_it(
    mini: Path, tmp_path: Path
) -> None:
    before = site_of(mini, tmp_path / "before")["zh/city-701.html"].by_id("money").text
    path = csv_path(mini, "annexes")
    rows = read_csv(path)
    for row in rows:
        row["annex_no"] = str(int(row["annex_no"]) + 7)
    write_csv(path, list(rows[0]), rows)
    renumbered = site_of(mini, tmp_path / "renumbered")["zh/city-701.html"]
    assert before == "资金（附件1）"
    assert renumbered.by_id("money").text == "资金（附件8）"
    cut(mini, "annexes")
    nameless = site_of(mini, tmp_path / "nameless")["zh/city-701.html"]
    assert nameless.by_id("money").text == "资金"
