"""Files made to do harm: each is refused in one sentence, before it is opened."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.transcribe import docx_table, office_zip, sheet_scan
from fiscal_notice.notice.transcribe.read import transcribe
from notice.transcribe.office_kit import (
    RELATIONS,
    add_xml,
    book_of,
    bytes_of,
    letter,
    patched,
    saved,
    tables,
    whats,
)

ENTITY = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>'


def refused(path: Path) -> OriginalError:
    with pytest.raises(OriginalError) as caught:
        transcribe(path)
    assert "\n" not in caught.value.problem
    assert caught.value.file == str(path)
    return caught.value


@pytest.mark.parametrize(
    ("data", "part"),
    [(bytes_of(letter()), "word/media/a.bin"), (bytes_of(book_of(["甲"])), "xl/media/a.bin")],
)
def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path, data: bytes, part: str) -> None:
    bomb = patched(data, {part: bytes(20 * 1024**2)})
    error = refused(saved(tmp_path, "bomb.zip", bomb))
    assert error.problem == "the file unpacks to far more than a notice has"
    assert (error.found or "").startswith(part)


def test_a_large_part_is_refused_by_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_zip, "MOST_DOCUMENT", 1000)
    error = refused(saved(tmp_path, "a.docx", bytes_of(letter())))
    assert (error.found or "").startswith("word/document.xml")


def test_many_parts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_zip, "MOST_MEMBERS", 5)
    assert "parts" in (refused(saved(tmp_path, "a.docx", bytes_of(letter()))).found or "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/_rels/x.xml.rels"])
def test_entities_are_refused(tmp_path: Path, part: str, encoding: str) -> None:
    hostile = (ENTITY + "<a>&c;</a>").encode(encoding)
    error = refused(saved(tmp_path, "a.docx", patched(bytes_of(letter()), {part: hostile})))
    assert error.problem == "the file declares XML entities, which no office program writes"
    assert error.found == part


def test_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    changes = {"xl/workbook.xml": lambda text: text.replace("<workbook", ENTITY + "<workbook", 1)}
    error = refused(saved(tmp_path, "a.xlsx", patched(bytes_of(book_of(["甲"])), changes)))
    assert error.found == "xl/workbook.xml"


def test_entities_in_an_older_file_of_xml_are_refused(tmp_path: Path) -> None:
    word = '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    error = refused(saved(tmp_path, "a.doc", (word + ENTITY + "<a>&c;</a>").encode()))
    assert error.problem == "the file declares XML entities, which no office program writes"


def test_a_damaged_part_is_told(tmp_path: Path) -> None:
    data = bytearray(bytes_of(letter()))
    with zipfile.ZipFile(BytesIO(bytes(data))) as archive:
        start = archive.getinfo("word/document.xml").header_offset + 300
    data[start : start + 40] = bytes(40)
    error = refused(saved(tmp_path, "a.docx", bytes(data)))
    assert error.problem == "the file is cut off or damaged"


@pytest.mark.parametrize(
    "broken", [lambda text: text[:-40], lambda text: "", lambda text: "<w:document/>"]
)
def test_a_document_that_is_no_xml_is_told(tmp_path: Path, broken: Callable[[str], str]) -> None:
    data = patched(bytes_of(letter()), {"word/document.xml": broken})
    assert refused(saved(tmp_path, "a.docx", data)).problem == "the document cannot be read"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_workbook_that_is_no_xml_is_told(tmp_path: Path, part: str) -> None:
    data = patched(bytes_of(book_of(["甲", 1])), {part: lambda text: text[:-30]})
    assert refused(saved(tmp_path, "a.xlsx", data)).problem == "the workbook cannot be read"


def test_links_to_other_files_are_said_and_addresses_are_none(tmp_path: Path) -> None:
    def linked(kind: str) -> bytes:
        relation = (
            f'<Relationship Id="rId98" Type="{RELATIONS}/{kind}" Target="file:///etc/passwd" '
            'TargetMode="External"/></Relationships>'
        )
        return patched(
            bytes_of(letter()),
            {
                "word/_rels/document.xml.rels": lambda text: text.replace(
                    "</Relationships>", relation
                )
            },
        )

    found = transcribe(saved(tmp_path, "a.docx", linked("attachedTemplate")))
    assert whats(found) == ["the file has links to other files; they were not followed"]
    assert whats(transcribe(saved(tmp_path, "b.docx", linked("hyperlink")))) == []


def test_a_workbook_with_macros_and_links_is_read(tmp_path: Path) -> None:
    changes = {"xl/vbaProject.bin": b"Sub", "xl/externalLinks/externalLink1.xml": b"<a/>"}
    found = transcribe(saved(tmp_path, "a.xlsm", patched(bytes_of(book_of(["甲", 1])), changes)))
    assert tables(found)[0].rows == (("甲", "1"),)
    assert whats(found) == [
        "the file has macros; they were not run",
        "the file has links to other files; they were not followed",
    ]


def test_merged_areas_without_bounds_do_no_harm(tmp_path: Path) -> None:
    book = book_of(["甲", None, 1], ["乙", 2, 3])
    area = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    changes = {
        "xl/worksheets/sheet1.xml": lambda text: text.replace("</sheetData>", "</sheetData>" + area)
    }
    found = transcribe(saved(tmp_path, "a.xlsx", patched(bytes_of(book), changes)))
    assert [block for block in found.blocks if block not in tables(found)]
    assert tables(found) == []


def test_many_merged_areas_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fiscal_notice.notice.transcribe.xlsx.MOST_AREA", 20)
    book = book_of(*([1, 2, 3] for _ in range(4)))
    areas = "<mergeCells>" + '<mergeCell ref="A1:C4"/>' * 3 + "</mergeCells>"
    changes = {
        "xl/worksheets/sheet1.xml": lambda text: text.replace(
            "</sheetData>", "</sheetData>" + areas
        )
    }
    error = refused(saved(tmp_path, "a.xlsx", patched(bytes_of(book), changes)))
    assert error.problem == "a sheet is far larger than those of a notice"


def test_many_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_scan, "MOST_CELLS", 5)
    error = refused(saved(tmp_path, "a.xlsx", bytes_of(book_of([1, 2, 3], [4, 5, 6]))))
    assert error.found == "附件1"


def test_a_cell_far_away_is_no_table_without_end(tmp_path: Path) -> None:
    book = book_of(["甲", 1])
    book.active.cell(200_000, 1).value = "乙"
    found = transcribe(saved(tmp_path, "a.xlsx", bytes_of(book)))
    assert [len(table.rows) for table in tables(found)] == [1]
    book.active.cell(1_000_000, 16_000).value = "丙"
    assert refused(saved(tmp_path, "b.xlsx", bytes_of(book))).found == "附件1"


def test_a_table_of_too_many_cells_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docx_table, "MOST_CELLS", 3)
    error = refused(saved(tmp_path, "a.docx", bytes_of(letter())))
    assert error.problem == "a table is far larger than those of a notice"


def test_spans_without_bounds_do_no_harm(tmp_path: Path) -> None:
    document = letter()
    cell = document.tables[0].cell(0, 0)._tc
    add_xml(cell.get_or_add_tcPr(), '<w:gridSpan w:val="900000000"/>')
    found = transcribe(saved(tmp_path, "a.docx", bytes_of(document)))
    assert tables(found)[0].rows == (("地区", "", "金额"), ("甲市", "120", ""))
