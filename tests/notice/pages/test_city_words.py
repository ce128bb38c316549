"""What a city's page says in words: the paragraph to be quoted, the duties, how it is cited."""

from __future__ import annotations

import html
import re
import sqlite3
import statistics
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from site_kit import LANGUAGES, HtmlPage, page_of

from fiscal_notice.notice.pages.formatting import percent
from kit import ROOT, csv_path, read_csv, write_csv

CITY = (
    "SELECT sum(amount_yuan) FROM allocations JOIN budget_units USING (unit_code)"
    " WHERE region_code = ?"
)
Rows = list[dict[str, str]]


def words(page: HtmlPage) -> str:
    """The paragraph without the marks of its notes."""
    source = page.path.read_text(encoding="utf-8").partition('id="quote">')[2]
    marked = re.sub('<a class="m"[^>]*>[0-9]+</a>', "", source.partition("</blockquote>")[0])
    return re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", "", marked))).strip()


def figures(page: HtmlPage) -> list[str]:
    found = [e for e in page.elements if e.inside("blockquote") and e.tag == "a" and e.has("f")]
    return [e.attributes[n] for e in found for n in ("data-y", "data-v") if n in e.attributes]


def changed(root: Path, table: str, change: Callable[[Rows], Rows]) -> Path:
    path = csv_path(root, table)
    rows = read_csv(path)
    write_csv(path, list(rows[0]), change(rows))
    return root


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_figures_of_the_paragraph_are_those_of_sql(
    pages: dict[str, HtmlPage], sql: sqlite3.Connection, lang: str
) -> None:
    codes = [code for (code,) in sql.execute("SELECT region_code FROM regions")]
    amounts = {code: sql.execute(CITY, (code,)).fetchone()[0] for code in codes}
    median = statistics.median(amounts.values())
    for code in codes:
        found = figures(pages[f"{lang}/city-{code}.html"])
        assert str(amounts[code]) in found
        ((indicators,),) = sql.execute(
            "SELECT count(*) FROM indicators JOIN target_sheets USING (sheet_id)"
            " WHERE region_code = ?",
            (code,),
        )
        assert str(indicators) in found
        rank = 1 + sum(other > amounts[code] for other in amounts.values())
        assert {str(rank), str(len(codes))} <= set(found)
        away = abs(amounts[code] - median)
        assert {str(away), str(median)} <= set(found) or not away
        ((need,),) = sql.execute(
            "SELECT sum(funding_need_yuan) FROM target_sheets WHERE region_code = ?", (code,)
        )
        assert str(amounts[code] - need) in found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_paragraph_is_short_and_says_what_the_money_is_not(
    pages: dict[str, HtmlPage], lang: str
) -> None:
    for name, page in pages.items():
        if not name.startswith(f"{lang}/city-"):
            continue
        text = words(page)
        assert text.count("。") <= 5
        assert {"zh": "告知，不是花出去的钱", "en": "announced, not spent"}[lang] in text
        said = [e.attributes["content"] for e in page.all("meta") if "name" in e.attributes]
        assert any(text.startswith(each) for each in said)


def test_a_deadline_is_quoted_as_printed_and_a_missing_one_said(pages: dict[str, HtmlPage]) -> None:
    due = {
        row["indicator_id"] for row in read_csv(csv_path(ROOT, "indicator_targets"))
        if row["deadline"]
    }  # fmt: skip
    sheets = {r["sheet_id"]: r["region_code"] for r in read_csv(csv_path(ROOT, "target_sheets"))}
    with_one = {
        sheets[row["sheet_id"]]: row["value_as_printed"]
        for row in read_csv(csv_path(ROOT, "indicators"))
        if row["indicator_id"] in due
    }
    for code in sheets.values():
        text = words(pages[f"zh/city-{code}.html"])
        assert f"期限：{with_one[code]}" in text if code in with_one else "期限未印" in text
    assert 0 < len(with_one) < len(set(sheets.values()))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_city_with_one_kind_of_money_names_it_once(mini: Path, tmp_path: Path, lang: str) -> None:
    text = words(page_of(mini, f"{lang}/city-702.html", tmp_path))
    assert {"zh": "均为下放市县", "en": "all of it devolved"}[lang] in text
    assert {"zh": "少22.5万元", "en": "¥225,000 below"}[lang] in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_city_without_a_sheet(mini: Path, tmp_path: Path, lang: str) -> None:
    changed(mini, "target_sheets", lambda rows: [r for r in rows if r["region_code"] == "701"])
    text = words(page_of(mini, f"{lang}/city-702.html", tmp_path))
    assert {"zh": "没有绩效目标表", "en": "no target sheet"}[lang] in text
    assert {"zh": "均未印", "en": "is not printed"}[lang] in text
    assert {"zh": "项指标", "en": "indicators"}[lang] not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_city_without_money(mini: Path, tmp_path: Path, lang: str) -> None:
    rows = read_csv(csv_path(mini, "budget_units"))
    units = {row["unit_code"] for row in rows if row["region_code"] == "702"}
    changed(mini, "allocations", lambda rows: [r for r in rows if r["unit_code"] not in units])
    changed(mini, "allocation_totals", lambda rows: [r for r in rows if r["region_code"] != "702"])
    page = page_of(mini, f"{lang}/city-702.html", tmp_path)
    text = words(page)
    assert {"zh": "没有告知乙市任何资金", "en": "announces no money for 乙市"}[lang] in text
    assert {"zh": "中位数", "en": "median"}[lang] not in text


def test_a_city_alone_has_no_rank(mini: Path, tmp_path: Path) -> None:
    changed(mini, "regions", lambda rows: rows[:1])
    assert "中位数" not in words(page_of(mini, "zh/city-701.html", tmp_path))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_duties_are_the_clauses_with_the_money_under_its_codes(
    pages: dict[str, HtmlPage], sql: sqlite3.Connection, lang: str
) -> None:
    clauses = read_csv(csv_path(ROOT, "clauses"))
    for (code,) in sql.execute("SELECT region_code FROM regions").fetchall():
        page = pages[f"{lang}/city-{code}.html"]
        (listed,) = page.all("ul", "duties")
        assert all(row["text"] in listed.text for row in clauses)
        (booked,) = page.all("ul", "booked")
        rows = sql.execute(
            "SELECT unit_code, function_code, sum(amount_yuan) FROM allocations"
            " JOIN budget_units USING (unit_code) WHERE region_code = ? GROUP BY 1, 2",
            (code,),
        ).fetchall()
        found = [(e.text, e) for e in booked.children][: len(rows)]
        assert {tuple(c.text for c in e.children if c.tag == "code") for _, e in found} == {
            (unit, function) for unit, function, _ in rows
        }
        shown = [e.attributes for e in page.elements if e.tag == "a" and e.inside("ul")]
        values = {a[n] for a in shown for n in ("data-y", "data-v") if n in a}
        assert {str(amount) for _, _, amount in rows} <= values


def test_a_notice_without_clauses_has_no_duties(mini: Path, tmp_path: Path) -> None:
    changed(mini, "clauses", lambda rows: [])
    page = page_of(mini, "zh/city-701.html", tmp_path)
    assert "duties" not in page.ids
    assert "要做什么" not in page.all("ul", "jump")[0].text


def test_a_clause_for_an_office_of_the_province_is_none_for_cities(
    mini: Path, tmp_path: Path
) -> None:
    rows = read_csv(csv_path(mini, "clauses"))
    for row in rows:
        row["addressee"] = "省市场监管局"
    rows[0]["addressee"] = "各市县财政局"
    changed(mini, "clauses", lambda _: rows)
    (listed,) = page_of(mini, "zh/city-701.html", tmp_path).all("ul", "duties")
    assert rows[0]["text"] in listed.text
    assert rows[-1]["text"] not in listed.text


def test_amounts_keep_their_anchors_when_others_move(mini: Path, tmp_path: Path) -> None:
    before = page_of(mini, "zh/city-701.html", tmp_path).ids
    changed(mini, "allocations", lambda rows: rows[::-1])
    changed(mini, "grants", lambda rows: rows[::-1])
    after = page_of(mini, "zh/city-701.html", tmp_path).ids
    kept = [name for name in before if re.fullmatch("[ag][0-9]+", name)]
    assert len(kept) > 3
    assert sorted(kept) == sorted(name for name in after if re.fullmatch("[ag][0-9]+", name))
    for row in read_csv(csv_path(mini, "allocations")):
        assert f"a{row['allocation_id']}" in kept or row["unit_code"] == "702001"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_says_how_to_cite_it(pages: dict[str, HtmlPage], lang: str) -> None:
    for name, page in pages.items():
        if not name.startswith(lang):
            continue
        where = "cite-data" if name.endswith("data.html") else "cite-page"
        text, bibtex, ris = (page.by_id(f"{where}-{f}").text for f in ("text", "bibtex", "ris"))
        assert bibtex.startswith("@misc{")
        assert ris.startswith("TY  - DATA\n")
        assert ris.endswith("\nER  - ")
        assert where == "cite-data" or text.rstrip("。.").endswith(name)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ("0", "0.0%"),
        ("0.0004", "<0.1%"),
        ("0.5", "50.0%"),
        ("0.99949", "99.9%"),
        ("0.9996", ">99.9%"),
        ("1", "100.0%"),
    ],
)
def test_a_share_is_rounded_neither_to_nothing_nor_to_the_whole(share: str, said: str) -> None:
    assert percent(Decimal(share)) == said
