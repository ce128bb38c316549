"""The one door: files are known by their content, and each kind has its reader."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.errors import MissingExtraError, OriginalError
from fiscal_notice.notice.transcribe import convert, read
from fiscal_notice.notice.transcribe.formats import recognise
from fiscal_notice.notice.transcribe.read import transcribe
from fiscal_notice.notice.transcribe.remarks import REMARKS
from fiscal_notice.translation import templates
from notice.transcribe.office_kit import (
    book_of,
    bytes_of,
    letter,
    patched,
    saved,
    tables,
    texts,
    whats,
)

OLD = Path(__file__).parent / "files" / "invented.xls"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PAGE = "<html><body><p>某省财政厅关于下达2031年测试资金的通知</p></body></html>".encode()


def stream(name: str) -> bytes:
    """An old office file that has a stream of this name, and nothing else."""
    return OLE + name.encode("utf-16-le") + bytes(64)


def zipped(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("letter.docx", bytes_of(letter()), "docx"),
        ("letter.xlsx", bytes_of(letter()), "docx"),
        ("annexes.docx", bytes_of(book_of(["甲"])), "xlsx"),
        ("annexes", bytes_of(book_of(["甲"])), "xlsx"),
        ("a.xlsb", zipped(**{"xl__workbook.bin": b""}), "xlsb"),
        ("a.xls", stream("Workbook"), "xls"),
        ("a.et", stream("Workbook"), "xls"),
        ("a.wps", stream("WordDocument"), "doc"),
        ("a.doc", stream("WordDocument") + stream("Workbook"), "doc"),
        ("a.xls", stream("WordDocument") + stream("Workbook"), "xls"),
        ("a.doc", b"{\\rtf1\\ansi}", "rtf"),
        ("a.doc", PAGE, "html"),
        ("a.xls", b"\xef\xbb\xbf\n<table border=1><tr><td>1</td></tr></table>", "html"),
        ("a.xls", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "excelxml"),
        ("a.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "wordxml"),
        ("a.odt", zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "odt"),
        ("a.ods", zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        ("a.ofd", zipped(**{"OFD.xml": b"<ofd/>"}), "ofd"),
        ("a.txt", b"%PDF-1.7\n", "pdf"),
        ("a.html", b"plain words", "html"),
        ("a.txt", "关于下达的通知\n".encode("gb18030"), "text"),
        ("a.txt", "关于下达的通知\n".encode("utf-16"), "text"),
        ("a.csv", "地区,金额\n".encode(), "csv"),
    ],
)
def test_files_are_known_by_their_content(
    tmp_path: Path, name: str, data: bytes, kind: str
) -> None:
    assert recognise(saved(tmp_path, name, data)).name == kind


@pytest.mark.parametrize(
    ("data", "problem", "found"),
    [
        (b"", "the file is empty", None),
        (b"\x89PNG\r\n", "the file is a picture, which has no text", "PNG"),
        (b"\xff\xd8\xff\xe0", "the file is a picture, which has no text", "JPEG"),
        (b"Rar!\x1a\x07", "the file is an archive of other files", "rar"),
        (zipped(a=b"1"), "the file is an archive of other files", "zip"),
        (
            stream("EncryptedPackage"),
            "the file is protected by a password",
            None,
        ),
        (
            stream("PowerPoint Document"),
            "there is no reader for this kind of file",
            "an old office file that is neither a document nor a workbook",
        ),
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/related",
            "there is no reader for this kind of file",
            "a web page with its pictures in one file (MHT)",
        ),
        (b"\x00\x01\x02", "there is no reader for this kind of file", "bytes that are no text"),
        (bytes_of(letter())[:9000], "the file is cut off or damaged", None),
        (bytes_of(book_of(["甲"]))[:3000], "the file is cut off or damaged", None),
    ],
)
def test_what_cannot_be_read_says_what_to_do(
    tmp_path: Path, data: bytes, problem: str, found: str | None
) -> None:
    path = saved(tmp_path, "original.docx", data)
    with pytest.raises(OriginalError) as caught:
        transcribe(path)
    error = caught.value
    assert (error.problem, error.file) == (problem, str(path))
    assert error.hint
    assert found is None or error.found == found


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OriginalError, match="the file cannot be read"):
        transcribe(tmp_path / "nothing.docx")


def test_each_kind_is_read_by_its_reader(tmp_path: Path) -> None:
    document = transcribe(saved(tmp_path, "a.bin", bytes_of(letter())))
    assert tables(document)[0].rows[1] == ("甲市", "120")
    book = transcribe(saved(tmp_path, "b.bin", bytes_of(book_of(["甲市", 120]))))
    assert tables(book)[0].rows == (("甲市", "120"),)
    page = transcribe(saved(tmp_path, "c.doc", PAGE))
    assert texts(page) == ["某省财政厅关于下达2031年测试资金的通知"]
    plain = transcribe(saved(tmp_path, "d.txt", "甲市\t120\n".encode("gb18030")))
    assert tables(plain)[0].rows == (("甲市", "120"),)


def test_an_old_workbook_tells_what_is_not_known_of_it() -> None:
    found = transcribe(OLD)
    assert texts(found) == ["附件1", "测试资金分配表（数据均为虚构）", "单位：万元", "附件2"]
    assert tables(found)[0].rows == (
        ("地区", "编码", "金额", "日期"),
        ("合计", "", "150.5", ""),
        ("甲市", "060100", "120", "2031/3/2"),
        ("乙市", "", "30.5", ""),
    )
    assert tables(found)[0].places[1].cell == "A5:D5"
    assert [what.partition(" (")[0] for what in whats(found)] == [
        "hidden sheets were read as well",
        "formats of numbers are not known of an old workbook; they stand as they are stored",
    ]


def test_a_cut_off_old_workbook_is_told(tmp_path: Path) -> None:
    path = saved(
        tmp_path, "a.xls", OLD.read_bytes()[:3000] + "Workbook".encode("utf-16-le") + bytes(9)
    )
    with pytest.raises(OriginalError, match="the workbook cannot be read"):
        transcribe(path)


def test_an_old_workbook_with_a_password_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import python_calamine

    def refuse(file: object) -> None:
        raise python_calamine.PasswordError

    monkeypatch.setattr(
        "python_calamine.CalamineWorkbook", type("_", (), {"from_filelike": refuse})
    )
    with pytest.raises(OriginalError, match="protected by a password"):
        transcribe(OLD)


def test_a_document_without_text_is_told(tmp_path: Path) -> None:
    import docx

    with pytest.raises(OriginalError, match="the file holds no text"):
        transcribe(saved(tmp_path, "a.docx", bytes_of(docx.Document())))


def test_readers_that_are_not_installed_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError):
        transcribe(saved(tmp_path, "a.docx", bytes_of(letter())))
    assert texts(transcribe(saved(tmp_path, "a.txt", "甲".encode()))) == ["甲"]


def office(folder: Path, script: str) -> Path:
    """A program in LibreOffice's place."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


# The last arguments are the folder of the result and the file.
CONVERTS = (
    'for last; do :; done\nwhile [ "$1" != --outdir ]; do shift; done\ncp {made} "$2/original.docx"'
)


def test_old_documents_are_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = saved(tmp_path, "made", bytes_of(letter()))
    program = office(tmp_path, CONVERTS.format(made=made))
    monkeypatch.setattr(convert, "program", lambda: str(program))
    found = transcribe(saved(tmp_path, "a.doc", stream("WordDocument")))
    assert tables(found)[0].rows[1] == ("甲市", "120")
    assert (found.remarks[0].found, len(found.remarks)) == ("doc", 1)


@pytest.mark.parametrize(
    ("script", "found"),
    [("exit 3", "exit code 3, no file"), ("sleep 60", "no end after 0.2 seconds")],
)
def test_a_conversion_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, found: str
) -> None:
    program = office(tmp_path, script)
    monkeypatch.setattr(convert, "program", lambda: str(program))
    monkeypatch.setattr(convert, "SECONDS", 0.2 if "sleep" in script else 30)
    with pytest.raises(OriginalError, match="LibreOffice cannot convert the file") as caught:
        transcribe(saved(tmp_path, "a.doc", stream("WordDocument")))
    assert caught.value.found == found


def test_without_libreoffice_old_files_say_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "program", lambda: None)
    with pytest.raises(OriginalError, match="only if LibreOffice is installed") as caught:
        transcribe(saved(tmp_path, "a.wps", stream("WordDocument")))
    assert caught.value.hint == "install LibreOffice, or save the file as .docx and take that file"


def test_a_document_with_macros_is_read_and_they_are_not_run(tmp_path: Path) -> None:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    changes: dict[str, Any] = {
        "[Content_Types].xml": lambda text: text.replace(main, macro),
        "word/vbaProject.bin": b"Sub AutoOpen()",
    }
    found = transcribe(saved(tmp_path, "a.docm", patched(bytes_of(letter()), changes)))
    assert tables(found)[0].rows[1] == ("甲市", "120")
    assert whats(found) == ["the file has macros; they were not run"]


def test_every_remark_has_chinese_words() -> None:
    said = {text for remark in REMARKS.values() for text in remark if text}
    assert said - set(templates()) == set()


def test_a_text_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "notice.txt"
    path.write_text("关于下达资金的通知\n" * 10, encoding="utf-8")
    monkeypatch.setattr(read, "MOST_TEXT", 100)
    with pytest.raises(OriginalError, match="the text is too long to be read"):
        transcribe(path)
