"""Errata on the site: what matters most first, what repeats folded, every one with its anchor."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from site_kit import LANGUAGES, Element, HtmlPage, page_of, read_pages, written

from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.facts.errata import PARTS
from fiscal_notice.package import read_package
from kit import ROOT, change_cell, copy_package, csv_path, drop_columns, read_csv, write_csv

LABELS = {
    "zh": {"material": "实质", "structure": "结构", "form": "文字与版式"},
    "en": {"material": "Material", "structure": "Structure", "form": "Wording and layout"},
}
ROWS = read_csv(csv_path(ROOT, "errata"))


def shown(page: HtmlPage) -> list[Element]:
    """The errata of a page, in their order."""
    return [each for each in page.elements if "data-row" in each.attributes]


def kept(tmp_path: Path, *errata: str) -> Path:
    """A copy of the package with some of the errata only."""
    root = copy_package(tmp_path / "package")
    rows = [row for row in ROWS if row["erratum_id"] in errata]
    write_csv(csv_path(root, "errata"), list(ROWS[0]), rows)
    return root


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_erratum_has_its_anchor_and_stands_with_its_weight(
    pages: dict[str, HtmlPage], lang: str
) -> None:
    rows = shown(pages[f"{lang}/errata.html"])
    assert sorted(row.attributes["id"] for row in rows) == [row["erratum_id"] for row in ROWS]
    facts = NoticeFacts(package=read_package(ROOT))
    weights = {row["erratum_id"]: facts.errata.part_of(row) for row in facts.errata.rows}
    found = [row.attributes["data-weight"] for row in rows]
    assert found == [weights[row.attributes["id"]] for row in rows]
    assert list(dict.fromkeys(found)) == list(PARTS)
    assert found == sorted(found, key=PARTS.index)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_three_figures_say_the_same_everywhere(
    pages: dict[str, HtmlPage], sql: sqlite3.Connection, lang: str
) -> None:
    by_weight = dict(sql.execute("SELECT weight, count(*) FROM errata GROUP BY weight"))
    wanted = {
        "material": by_weight["material"],
        "structure": by_weight["structure"],
        "form": by_weight["wording"] + by_weight["layout"],
    }
    for name, places in (("index", ("brief-weights", "weight-line")), ("errata", ("weights",))):
        page = pages[f"{lang}/{name}.html"]
        for place in places:
            boxes = [each for each in page.elements if each.has(place)]
            text = " ".join(" ".join(box.text.split()) for box in boxes)
            for part, number in wanted.items():
                assert f"{LABELS[lang][part]} {number}" in text, (name, place)
    assert {f"w-{part}" for part in wanted} <= set(pages[f"{lang}/errata.html"].ids)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_figures_of_a_city_are_its_errata(pages: dict[str, HtmlPage], lang: str) -> None:
    wanted = Counter(
        (row.attributes["data-region"], row.attributes["data-weight"])
        for row in shown(pages[f"{lang}/errata.html"])
        if row.attributes["data-region"]
    )
    found: Counter[tuple[str, str]] = Counter()
    for name, page in pages.items():
        region = name.removeprefix(f"{lang}/city-").removesuffix(".html")
        if not name.startswith(f"{lang}/city-"):
            continue
        for folded in page.all("details", "weight"):
            (part,) = (
                p for p, label in LABELS[lang].items() if label in folded.text.split("\n")[0]
            )
            own = [a for a in _inside(page, folded) if a.has("tag")]
            found[region, part] = len({a.text for a in own})
            assert folded.children[0].children[0].text == str(found[region, part])
            assert ("open" in folded.attributes) is (part == "material")
    assert found == wanted


def _inside(page: HtmlPage, box: Element) -> list[Element]:
    def below(each: Element) -> bool:
        above = each.parent
        while above is not None and above is not box:
            above = above.parent
        return above is box

    return [each for each in page.elements if each.tag == "a" and below(each)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_repeats_is_folded_under_one_explanation(
    pages: dict[str, HtmlPage], lang: str
) -> None:
    page = pages[f"{lang}/errata.html"]
    folded = [each for each in page.all("details") if each.parent and each.parent.has("same")]
    assert len(folded) > 20
    for each in folded:
        listed = [row for row in shown(page) if row.parent and row.parent.parent is each]
        assert len(listed) > 1
        assert "open" not in each.attributes
        assert each.children[0].text.split()[0].startswith(str(len(listed)))
        assert len({row.attributes["data-kind"] for row in listed}) == 1
    alone = [row for row in shown(page) if row.has("erratum")]
    assert not any(row.inside("details") for row in alone)
    assert len(alone) + sum(
        len([r for r in shown(page) if r.parent and r.parent.parent is each]) for each in folded
    ) == len(ROWS)


def test_the_overview_tells_the_heaviest_first(pages: dict[str, HtmlPage]) -> None:
    (listed,) = pages["zh/index.html"].all("ul", "heaviest")
    first = listed.children[0].text
    assert first.startswith("20个市：某市下放市县资金…万元")
    ids = [a.text for a in _inside(pages["zh/index.html"], listed) if a.has("tag")]
    weights = {row["erratum_id"]: row["weight"] for row in ROWS}
    assert len(ids) == len(listed.children) == 4
    assert {weights[each] for each in ids} == {"material"}


# Cells


def cells(page: HtmlPage, erratum: str) -> str:
    """What is printed and what is expected, as an erratum shows them."""
    row = page.by_id(erratum)
    (box,) = (e for e in page.elements if e.has("cells") and e.parent is row)
    return " ".join(box.text.split())


def test_a_missing_sheet_is_said_in_words(pages: dict[str, HtmlPage]) -> None:
    assert cells(pages["zh/errata.html"], "E015") == "所印：没有绩效目标表 →；应为： 应有1张"
    assert cells(pages["en/errata.html"], "E015") == (
        "Printed: no target sheet →; expected: 1 expected"
    )


def test_an_amount_has_its_unit(pages: dict[str, HtmlPage]) -> None:
    (row,) = (row for row in ROWS if row["erratum_id"] == "E071")
    found, expected = int(row["printed"]), int(row["expected"])
    assert f"{found:,}万元" in cells(pages["zh/errata.html"], "E071")
    assert f"{expected:,} × 10,000 yuan" in cells(pages["en/errata.html"], "E071")


@pytest.mark.parametrize(("lang", "name"), [("zh", "空格"), ("en", "space")])
def test_a_stray_space_is_seen_and_heard(pages: dict[str, HtmlPage], lang: str, name: str) -> None:
    page = pages[f"{lang}/errata.html"]
    assert "加␣急" in cells(page, "E001")
    marks = [each for each in page.elements if each.has("gap")]
    assert {(each.text, each.attributes["aria-label"]) for each in marks} == {("␣", name)}
    # A text with spaces that is wrong in another way has none.
    assert "␣" not in cells(page, "E075")


def test_of_long_texts_the_pieces_that_differ_are_shown(pages: dict[str, HtmlPage]) -> None:
    found = cells(pages["zh/errata.html"], "E193")
    assert "…各项部署…" in found
    assert "…各项工作部署…" in found
    assert len(found) < 60


@pytest.mark.parametrize("lang", LANGUAGES)
def test_codes_in_errata_are_shown_by_their_labels(pages: dict[str, HtmlPage], lang: str) -> None:
    """A reader does not know what ``ge`` is."""
    package = read_package(ROOT)
    labelled = 0
    for row in ROWS:
        schema = package.require(row["resource"]).schema
        field = schema.field(row["field"]) if schema else None
        labels = {
            str(code["value"]): code["label" if lang == "zh" else "label@en"]
            for code in (field.raw.get("categories", []) if field else [])
        }
        shown_ = pages[f"{lang}/errata.html"].by_id(row["erratum_id"]).text
        for name in ("printed", "expected"):
            if labels.get(row[name], row[name]) != row[name]:
                labelled += 1
                assert f"{labels[row[name]]} {row[name]}" in shown_
    assert labelled > 3


# What a package may lack


def test_the_status_is_shown_where_not_all_are_open(
    pages: dict[str, HtmlPage], tmp_path: Path
) -> None:
    assert not any(each.has("status") for each in pages["zh/errata.html"].elements)
    root = copy_package(tmp_path / "package")
    change_cell(root, ("errata", "E004", "status", "reported"))
    change_cell(root, ("errata", "E004", "reported_on", "2026-11-28"))
    page = page_of(root, "zh/errata.html", tmp_path)
    said = {
        row.attributes["id"]: e.text
        for row in shown(page)
        for e in page.elements
        if e.has("status") and row is _row_of(e)
    }
    assert said["E004"] == "已反映 2026-11-28"
    assert said["E005"] == "未反映"
    text = page.by_id("main").text
    assert f"未反映 {len(ROWS) - 1}" in text
    assert "已反映 1" in text
    assert "data-status" in page.by_id("E004").attributes


def _row_of(each: Element) -> Element | None:
    above: Element | None = each
    while above is not None and "data-row" not in above.attributes:
        above = above.parent
    return above


def test_without_weights_none_are_shown(tmp_path: Path) -> None:
    root = copy_package(tmp_path / "package")
    drop_columns(root, "errata", "weight", "status", "reported_on")
    pages = read_pages(written(root, tmp_path / "site"))
    for name in ("errata", "index", "city-601"):
        page = pages[f"zh/{name}.html"]
        text = page.by_id("main").text
        assert not any(label in text for label in ("实质", "文字与版式", "未标轻重")), name
        assert not any(each.has("weights") for each in page.elements)
    assert len(shown(pages["zh/errata.html"])) == len(ROWS)
    assert len(pages["zh/index.html"].all("ul", "heaviest")[0].children) == 4


def test_one_erratum_stands_open(tmp_path: Path) -> None:
    pages = read_pages(written(kept(tmp_path, "E010"), tmp_path / "site"))
    page = pages["en/errata.html"]
    assert [row.attributes["id"] for row in shown(page)] == ["E010"]
    assert not any(each.has("same") for each in page.elements)
    assert "w-material" in page.ids
    assert "w-form" not in page.ids
    (listed,) = pages["en/index.html"].all("ul", "heaviest")
    assert len(listed.children) == 1


def test_errata_of_one_region_are_on_its_page_alone(tmp_path: Path) -> None:
    own = [row["erratum_id"] for row in ROWS if "佛山市" in row["explanation_zh"]]
    root = kept(tmp_path, *own)
    facts = NoticeFacts(package=read_package(root))
    regions = {region for region in facts.by_region.errata.values() if region}
    assert len(regions) == 1
    pages = read_pages(written(root, tmp_path / "site"))
    for region in facts.regions:
        text = pages[f"zh/city-{region}.html"].by_id("main").text
        assert ("没有列出与本市有关的勘误" in text) is (region not in regions)


def test_a_table_without_errata_says_so(tmp_path: Path) -> None:
    root = copy_package(tmp_path / "package")
    write_csv(csv_path(root, "errata"), list(ROWS[0]), [])
    pages = read_pages(written(root, tmp_path / "site"))
    assert "没有列出勘误" in pages["zh/errata.html"].by_id("main").text
    assert "wrong" not in pages["zh/index.html"].ids


def test_words_that_differ_stand_beside_each_other_and_their_gloss_behind(
    pages: dict[str, HtmlPage],
) -> None:
    known = NoticeFacts(package=read_package(ROOT)).glosses
    glossed = 0
    for row in ROWS:
        english = known.get(row["printed"]) or known.get(row["expected"])
        found = cells(pages["en/errata.html"], row["erratum_id"])
        if english and english in found:
            glossed += 1
            assert found.endswith(english)
            assert found.count(english) == 1
            assert english not in cells(pages["zh/errata.html"], row["erratum_id"])
    assert glossed > 10
