"""The picture says what the tables say, and can be read without seeing it."""

from __future__ import annotations

import json
import re
import shutil
import statistics
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from fiscal_notice.errors import PackageError
from fiscal_notice.notice.picture import money_picture, picture_in_words, svg
from fiscal_notice.package import Package, read_package, read_records
from fiscal_notice.release import generated_pages

ROOT = Path(__file__).parents[3]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def package() -> Package:
    return read_package(ROOT, shown=".")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("resources", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copyfile(ROOT / "datapackage.json", tmp_path / "datapackage.json")
    return tmp_path


def rows(package: Package, name: str) -> list[dict[str, str]]:
    return [record.cells for record in read_records(package, package.require(name))]


def names(package: Package, lang: str) -> dict[str, str]:
    """What the picture calls each region."""
    english = {r["gb_code"]: r["name_en"] for r in rows(package, "gb_divisions")}
    return {
        r["region_code"]: (english[r["gb_code"]] if lang == "en" else "") or r["name"]
        for r in rows(package, "regions")
    }


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_same_tables_same_bytes(package: Package, lang: str) -> None:
    again = read_package(ROOT, shown=".")
    assert money_picture(package, lang) == money_picture(again, lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_title_and_description_say_it_in_words(package: Package, lang: str) -> None:
    root = parsed(money_picture(package, lang))
    named = [root.find(f"{SVG}{tag}") for tag in ("title", "desc")]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == " ".join(n.get("id", "") for n in named if n is not None)
    said = "".join(n.text or "" for n in named if n is not None)
    assert all(name in said for name in names(package, lang).values())
    total = sum(int(row["amount_yuan"]) for row in rows(package, "allocations"))
    need = sum(int(row["funding_need_yuan"]) for row in rows(package, "target_sheets"))
    assert f"{100 * need / total:.1f}%" in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_fetched(package: Package, lang: str) -> None:
    svg = money_picture(package, lang)
    assert re.findall(r"https?://[^\"\s]+", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"@import|@font-face|<script|<image", svg)


def test_bars_are_as_long_as_the_money(package: Package) -> None:
    root = parsed(money_picture(package, "en"))
    lengths = {
        str(group.find(f"{SVG}text").text): sum(  # type: ignore[union-attr]
            float(box.get("width", "0")) for box in group.findall(f"{SVG}rect")
        )
        for group in root.findall(f"{SVG}g")
    }
    units = {u["unit_code"]: u["region_code"] for u in rows(package, "budget_units")}
    known = names(package, "en")
    money = dict.fromkeys(known.values(), 0)
    for line in rows(package, "allocations"):
        money[known[units[line["unit_code"]]]] += int(line["amount_yuan"])
    assert list(lengths) == sorted(money, key=lambda name: -money[name])
    scale = max(lengths.values()) / max(money.values())
    for name, length in lengths.items():
        assert length == pytest.approx(money[name] * scale, abs=0.3)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bars_stand_side_by_side_between_names_and_amounts(package: Package, lang: str) -> None:
    ends = []
    for group in parsed(money_picture(package, lang)).findall(f"{SVG}g"):
        boxes = [
            (float(box.get("x", "0")), float(box.get("width", "0")))
            for box in group.findall(f"{SVG}rect")
        ]
        end = float(svg.BAR_LEFT[lang])
        for left, width in boxes:
            assert left == pytest.approx(end, abs=0.3)
            end = left + width
        ends.append(end)
    assert max(ends) == pytest.approx(svg.BAR_RIGHT, abs=0.3)
    assert svg.BAR_RIGHT < svg.AMOUNT_RIGHT


@pytest.mark.parametrize(("lang", "size"), [("zh", 10_000), ("en", 1_000_000)])
def test_the_median_stands_across_the_bars(package: Package, lang: str, size: int) -> None:
    units = {u["unit_code"]: u["region_code"] for u in rows(package, "budget_units")}
    money: dict[str, int] = {}
    for line in rows(package, "allocations"):
        region = units[line["unit_code"]]
        money[region] = money.get(region, 0) + int(line["amount_yuan"])
    root = parsed(money_picture(package, lang))
    (line_,) = (p for p in root.findall(f"{SVG}path") if p.get("class") == "median")
    (mark,) = (t for t in root.findall(f"{SVG}text") if t.get("class") == "soft mark")
    found = re.search(r"[0-9.]+$", mark.text or "")
    assert found
    middle = statistics.median(money.values())
    assert float(found[0]) * size == middle
    assert f"{found[0]}" in (root.findtext(f"{SVG}desc") or "")
    place = float(re.findall("[0-9.]+", line_.get("d", ""))[0])
    full = svg.BAR_RIGHT - svg.BAR_LEFT[lang]
    wanted = svg.BAR_LEFT[lang] + full * middle / max(money.values())
    assert place == pytest.approx(wanted, abs=0.1)


def test_cities_that_receive_the_same_have_no_median_drawn(mini: Path) -> None:
    path = mini / "resources" / "allocations.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?<=,)[0-9]+0000(?=,)", "0", text), encoding="utf-8")
    assert 'class="median"' not in money_picture(read_package(mini), "zh")


def test_a_changed_amount_changes_the_picture(copy: Path) -> None:
    path = copy / "resources" / "allocations.csv"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace(",8200000,", ",18200000,", 1), encoding="utf-8")
    svg = money_picture(read_package(copy), "en")
    assert "¥208.25 million" in svg
    assert "¥198.25 million" not in svg


def test_a_broken_amount_is_named(copy: Path) -> None:
    path = copy / "resources" / "allocations.csv"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace(",8200000,", ",820万元,", 1), encoding="utf-8")
    with pytest.raises(PackageError, match="amount_yuan") as caught:
        money_picture(read_package(copy), "zh")
    assert (caught.value.file, caught.value.line) == (f"{copy}/resources/allocations.csv", 3)


@pytest.mark.parametrize(
    ("table", "change", "problem"),
    [
        ("notice", ("\n.*", "\n"), "notice.csv: the table has no row"),
        ("regions", ("name", "title"), "regions.csv"),
        ("allocations", ("award|earmarked|devolved", "gift"), "no amount is of a kind"),
    ],
)
def test_tables_that_show_nothing_are_named(
    copy: Path, table: str, change: tuple[str, str], problem: str
) -> None:
    path = copy / "resources" / f"{table}.csv"
    text = re.sub(*change, path.read_text(encoding="utf-8"), flags=re.DOTALL)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackageError) as caught:
        money_picture(read_package(copy, shown="."), "en")
    assert problem in str(caught.value)


def test_a_table_of_another_family_is_named(copy: Path) -> None:
    path = copy / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        if resource["name"] == "notice":
            resource |= {"path": "resources/other.csv", "schema": {"fields": [{"name": "id"}]}}
            del resource["hash"], resource["bytes"]
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    (copy / "resources" / "other.csv").write_text("id\n1\n", encoding="utf-8")
    with pytest.raises(PackageError, match="no column budget_year, document_number"):
        money_picture(read_package(copy, shown="."), "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_its_words_can_be_had_without_it(package: Package, lang: str) -> None:
    root = parsed(money_picture(package, lang))
    assert picture_in_words(package, lang) == (
        root.findtext(f"{SVG}title"),
        root.findtext(f"{SVG}desc"),
    )


def test_words_are_escaped(copy: Path) -> None:
    path = copy / "resources" / "regions.csv"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("广州市", "<&>", 1), encoding="utf-8")
    assert "&lt;&amp;&gt;" in ET.tostring(
        parsed(money_picture(read_package(copy), "zh")), encoding="unicode"
    )


def test_no_picture_without_the_tables_of_money(package: Package) -> None:
    kept = tuple(r for r in package.resources if r.name != "allocations")
    less = Package(root=package.root, shown=".", descriptor=package.descriptor, resources=kept)
    assert "docs/money.en.svg" not in generated_pages(less)
    assert "docs/money.en.svg" in generated_pages(package)


def test_a_sheet_for_an_earmarked_project_covers_earmarked_money(mini: Path) -> None:
    mini_package = read_package(mini)
    projects = {
        (line["project_name"], line["transfer_type"]) for line in rows(mini_package, "allocations")
    }
    sheets = {sheet["project_name"] for sheet in rows(mini_package, "target_sheets")}
    assert any((name, "earmarked") in projects for name in sheets)
    assert "100.0% of it stands under a target sheet" in money_picture(mini_package, "en")


def test_a_city_without_an_english_name_keeps_its_own(mini: Path) -> None:
    texts = parsed(money_picture(read_package(mini), "en")).iter(f"{SVG}text")
    tongues = {e.text: e.get("lang") for e in texts}
    known = rows(read_package(mini), "gb_divisions")
    assert [bool(row["name_en"]) for row in known] == [True, False]
    assert tongues[known[0]["name_en"]] is None
    assert tongues[known[1]["name"]] == "zh-Hans"
