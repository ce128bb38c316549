"""English pages say in English what the tables say in Chinese, and whose English that is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from site_kit import Element, HtmlPage, read_page, written

from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.facts.targets import Target
from fiscal_notice.notice.pages.target_words import brief, english_unit, in_english
from kit import ROOT, copy_package, csv_path, read_csv

CHINESE = re.compile("[㐀-鿿]")
LATIN = re.compile("[A-Za-z0-9]")
PAGES = ("targets", "cities", "recipients", "city-")


def cells(page: HtmlPage) -> Iterator[Element]:
    for tag in ("th", "td"):
        yield from page.all(tag)


def chinese_alone(page: HtmlPage) -> list[str]:
    """What stands in cells in Chinese with nothing to read beside it."""
    spans = [e for e in page.all("span") if e.attributes.get("lang") == "zh-Hans"]
    inside = [e for e in spans if e.inside("th") or e.inside("td")]
    return [
        e.text
        for e in inside
        if e.parent is not None and not LATIN.search(CHINESE.sub("", e.parent.text))
    ]


def test_no_cell_of_an_english_table_is_chinese_alone(pages: dict[str, HtmlPage]) -> None:
    seen = 0
    for name, page in pages.items():
        if name.startswith("en/") and name[3:].startswith(PAGES):
            assert chinese_alone(page) == [], name
            seen += sum(bool(CHINESE.search(cell.text)) for cell in cells(page))
    assert seen > 500


def test_every_gloss_stands_beside_its_words(pages: dict[str, HtmlPage]) -> None:
    rows = read_csv(csv_path(ROOT, "glosses"))
    page = pages["en/targets.html"]
    glosses = page.all("span", "gloss")
    assert len(glosses) > 200
    known = {row["text_en"] for row in rows}
    assert sum(each.text in known for each in glosses) > 100
    for each in glosses:
        assert each.parent is not None
        texts = [row["text"] for row in rows if row["text_en"] == each.text]
        assert CHINESE.search(each.parent.text)
        assert not texts or any(text in each.parent.text for text in texts)
    assert "not by the issuer" in page.all("footer")[0].text


def test_chinese_pages_have_no_gloss(pages: dict[str, HtmlPage]) -> None:
    for name, page in pages.items():
        if name.startswith("zh/"):
            assert page.all("span", "gloss") == [], name


def test_a_notice_without_glosses_shows_its_own_words(tmp_path: Path) -> None:
    root = copy_package(tmp_path / "copy")
    path = root / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] != "glosses"]
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    out = written(root, tmp_path / "site")
    page = read_page(out / "en" / "recipients.html")
    assert page.all("span", "gloss") == []
    assert "the notice's own words, in Chinese" in page.all("footer")[0].text
    # What was read needs no gloss.
    read = read_page(out / "en" / "targets.html").all("span", "gloss")
    assert "≥ 20 organisations" in [e.text for e in read]


def test_each_row_of_the_pages_of_targets_has_a_header(pages: dict[str, HtmlPage]) -> None:
    for name in ("zh/targets.html", "en/targets.html", "zh/city-601.html"):
        page = pages[name]
        of_targets = [t for t in page.all("table") if "targets" in t.attributes.get("class", "")]
        wanted = page.all("table") if name.endswith("/targets.html") else of_targets
        assert wanted
        rows = [e for e in page.all("tr") if e.inside("tbody") and within(e, wanted)]
        heads = {id(e.parent) for e in page.all("th") if e.attributes.get("scope") == "row"}
        assert rows
        assert all(id(row) in heads for row in rows), name


def within(element: Element | None, wanted: list[Element]) -> bool:
    while element is not None:
        if any(element is each for each in wanted):
            return True
        element = element.parent
    return False


def target(*parts: dict[str, str], text: str = "原文") -> Target:
    return Target(
        entry=Entry(table="indicators", key="1", cells={"value_as_printed": text}),
        region="601",
        line=None,
        parts=tuple(Entry(table="indicator_targets", key="1/1", cells=part) for part in parts),
    )


def quantity(**cells: str) -> dict[str, str]:
    return {"value_type": "quantitative", "comparator": "ge", "multiplier": "1"} | cells


@pytest.mark.parametrize(
    ("part", "said", "short"),
    [
        (quantity(lower="2", unit="场"), "≥ 2 events", "≥2 events"),
        (quantity(lower="1", unit="场"), "≥ 1 event", "≥1 event"),
        (quantity(lower="3.5", unit="件", multiplier="10000"), "≥ 35,000 pieces", "≥35,000 pieces"),
        (quantity(lower="300", unit="个"), "≥ 300", "≥300"),
        (quantity(lower="5", unit="%", basis="growth"), "growth ≥ 5%", "≥+5%"),
        (
            quantity(lower="4", upper="4", unit="%", basis="growth", comparator="eq"),
            "growth of 4%",
            "+4%",
        ),
        (quantity(upper="10", unit="%", comparator="le", basis="ratio"), "≤ 10%", "≤10%"),
        (
            quantity(lower="2", upper="3", unit="场", comparator="between"),
            "2–3 events",
            "2–3 events",
        ),
        (quantity(lower="2", unit="无此量词"), "", "≥2无此量词"),
        (quantity(lower="2", unit="家", words_after="国企"), "", "≥2 organisations"),
        (quantity(), "", "●"),
        (
            {"value_type": "deadline", "comparator": "le", "deadline": "2021-12-31"},
            "by 2021-12-31",
            "●",
        ),
        ({"value_type": "qualitative", "qualitative_code": "no_delay"}, "label of no_delay", "●"),
        ({"parse_status": "unparsed"}, "", "●"),
    ],
)
def test_a_value_that_was_read_is_said_in_english(
    part: dict[str, str], said: str, short: str
) -> None:
    one = target(part)
    assert in_english(one, lambda code: f"label of {code}") == said
    unit = english_unit(one.parts[0])
    assert brief(one, part.get("unit", "") if unit is None else unit.strip()) == short


def test_several_parts_and_none() -> None:
    parts = [quantity(lower="1", unit="场"), quantity(lower="2", unit="家")]
    both = target(*({**part, "part_relation": "and"} for part in parts))
    either = target(*({**part, "part_relation": "or"} for part in parts))
    assert in_english(both, str) == "≥ 1 event and ≥ 2 organisations"
    assert in_english(either, str) == "≥ 1 event or ≥ 2 organisations"
    assert in_english(target(), str) == ""
    assert brief(target(text="")) == "?"


def test_a_bar_gives_way_to_words_and_the_erratum(pages: dict[str, HtmlPage]) -> None:
    """1.29 pieces and growth of 4 % have no lengths, and the erratum that says so is led to."""
    names = {r["indicator_id"]: r["level3_clean"] for r in read_csv(csv_path(ROOT, "indicators"))}
    errata = [e for e in read_csv(csv_path(ROOT, "errata")) if e["rule_id"] in ("UNI-05", "UNI-06")]
    assert errata
    for page in (pages["zh/targets.html"], pages["en/targets.html"]):
        for row in errata:
            name = names[row["key"].partition("/")[0]]
            (head,) = [e for e in page.all("h3") if e.text == name or e.text.endswith(f" {name}")]
            assert head.parent is not None
            card = [head.parent]
            assert [e for e in page.all("svg") if within(e, card)] == []
            leads = [e.attributes.get("href") for e in page.all("a") if within(e, card)]
            assert f"errata.html#{row['erratum_id']}" in leads
