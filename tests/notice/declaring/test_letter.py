"""The letter to an issuing body: what it names, what it says, and what it never does."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import docx
import pytest

from fiscal_notice.errors import PackageError
from fiscal_notice.export.sheet_layout import width_of
from fiscal_notice.notice.declaring.letter import Letter, letter_of, words_in
from fiscal_notice.notice.declaring.letter_docx import letter_docx
from fiscal_notice.notice.declaring.letter_items import _runs
from fiscal_notice.notice.declaring.letter_text import WIDTH, letter_text
from fiscal_notice.notice.declaring.run import take
from fiscal_notice.package import read_package
from kit import ROOT, change_cell, read_csv
from notice.declaring.conftest import DEFECTS, with_defects


@pytest.fixture(scope="module", params=["zh", "en"])
def letter(request: pytest.FixtureRequest) -> Letter:
    return letter_of(read_package(ROOT), request.param)


def errata(*weights: str) -> list[dict[str, str]]:
    rows = read_csv(ROOT / "resources" / "errata.csv")
    return [row for row in rows if row["weight"] in weights]


def test_it_names_all_that_is_open_of_its_weights_the_material_first(letter: Letter) -> None:
    material, structure = errata("material"), errata("structure")
    named = letter.errata
    assert sorted(named[: len(material)]) == sorted(row["erratum_id"] for row in material)
    assert sorted(named[len(material) :]) == sorted(row["erratum_id"] for row in structure)
    assert str(len(material)) in letter.parts[0].heading


def test_every_line_of_an_erratum_stands_in_it(letter: Letter) -> None:
    """Folded as the entries are, each place can be found: by its line, or in a run of lines."""
    text = " ".join(line for part in letter.parts for item in part.items for line in item.below)
    lines = set()
    for run in re.findall(r"(?:第|line )([0-9、—–, ]+)", text):
        for piece in re.findall(r"[0-9]+(?:[—–][0-9]+)?", run):
            first, *last = (int(each) for each in re.split("[—–]", piece))
            lines |= set(range(first, (last[0] if last else first) + 1))
    assert {int(row["source_line"]) for row in errata("material", "structure")} <= lines


def test_it_is_short(letter: Letter) -> None:
    entries = sum(len(part.items) for part in letter.parts)
    assert entries * 3 < len(letter.errata)
    assert len(letter_text(letter).splitlines()) < 400


def test_all_errata_fit_a_letter_too() -> None:
    whole = letter_of(read_package(ROOT), "zh", ("material", "structure", "wording", "layout"))
    assert len(whole.errata) == len(read_csv(ROOT / "resources" / "errata.csv"))
    assert len(letter_text(whole).splitlines()) < 2 * len(whole.errata)


def test_it_says_to_whom_on_what_and_leaves_the_sender_blank(letter: Letter) -> None:
    (notice,) = read_csv(ROOT / "resources" / "notice.csv")
    text = letter_text(letter)
    assert notice["issuer"] in letter.to
    assert notice["document_number"] in letter.subject
    assert notice["title_clean"] in letter.subject
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    assert f"{descriptor['name']} {descriptor['version']}" in letter.opening[0]
    for label in letter.blanks:
        assert re.search(rf"^{re.escape(label)}(?:：|: )_{{30}}$", text, re.MULTILINE)


def test_remarks_on_the_tables_are_not_told(letter: Letter) -> None:
    said = " ".join(item.says for part in letter.parts for item in part.items)
    assert not re.search("repair|不作推定|补入|not guessed|not filled", said)


def test_text_keeps_its_width(letter: Letter) -> None:
    lines = letter_text(letter).splitlines()
    # A closing sign may stand beyond, as it may not begin a line.
    assert max(map(width_of, lines)) <= WIDTH + 4
    assert not any(re.match(r"\s*[，。；、）]", line) for line in lines)
    assert not any(re.search(r"[（“《]$", line) for line in lines)


def test_the_docx_says_the_same_and_is_always_the_same(letter: Letter) -> None:
    content = letter_docx(letter)
    assert content == letter_docx(letter)
    said = "".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    for part in letter.parts:
        for item in part.items:
            assert all(line in said for line in (item.says, *item.below))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {info.date_time[:3] for info in packed.infolist()} == {letter.day}


def test_the_address_of_the_data_is_told_where_there_is_one(defective: Path) -> None:
    path = defective / "datapackage.json"
    accept(defective)
    text = path.read_text(encoding="utf-8")
    path.write_text(json.dumps(json.loads(text) | {"homepage": "https://example.org/d"}), "utf-8")
    assert any("https://example.org/d" in line for line in of(defective).closing)
    path.write_text(text, "utf-8")
    assert not any("http" in line for line in of(defective).closing)


def accept(root: Path) -> None:
    take(root, ["TXT-13", "TXT-14", "TXT-05"])


def of(root: Path, *weights: str) -> Letter:
    return letter_of(read_package(root), "zh", weights or ("material", "structure", "layout"))


def test_the_places_in_the_originals_are_told(tmp_path: Path) -> None:
    root = with_defects(tmp_path / "notice", *DEFECTS)
    accept(root)
    assert words_in("zh")["lines_and_originals"] not in of(root).opening
    row = next(r for r in read_csv(root / "resources" / "errata.csv") if r["rule_id"] == "TXT-05")
    add_places(root, row["source_line"])
    written = of(root)
    assert words_in("zh")["lines_and_originals"] in written.opening
    (below,) = (item.below for part in written.parts[:1] for item in part.items)
    assert "notice.xlsx，第2页，表!B3:D3" in below[0]


def add_places(root: Path, line: str) -> None:
    path = root / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    tables = {
        "originals": ("original_id,path", "1,resources/originals/notice.xlsx"),
        "places": ("source_line,original_id,page,sheet,cell,paragraph", f"{line},1,2,表,B3:D3,"),
    }
    for name, (head, cells) in tables.items():
        (root / "resources" / f"{name}.csv").write_text(f"{head}\n{cells}\n", encoding="utf-8")
        fields = [{"name": field, "type": "string"} for field in head.split(",")]
        descriptor["resources"].append(
            {
                "name": name,
                "type": "table",
                "path": f"resources/{name}.csv",
                "schema": {"fields": fields, "primaryKey": [fields[0]["name"]]},
            }
        )
    path.write_text(json.dumps(descriptor), encoding="utf-8")


def test_what_is_reported_already_is_not_told_again(defective: Path) -> None:
    accept(defective)
    first = of(defective).errata
    change_cell(defective, ("errata", first[0], "status", "reported"))
    assert of(defective).errata == first[1:]


def test_nothing_open_is_no_letter(mini: Path) -> None:
    with pytest.raises(PackageError, match="no open erratum"):
        of(mini)


def test_runs_of_lines_are_one() -> None:
    assert list(_runs([1, 2, 4, 5, 6, 9], "{first}-{last}")) == ["1", "2", "4-6", "9"]
