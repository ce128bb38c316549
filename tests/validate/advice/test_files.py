"""Unread tables, encodings, parts, hashes, labels, limits, guesses. All data are invented."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from validate.advice.kit import Descriptor, advised, kinds, table, write

# Tables that are never read


@pytest.mark.parametrize(
    ("name", "resource", "kind"),
    [
        ("data", table("data", "id:integer"), "unread-no-extension"),
        ("data.dat", table("data.dat", "id:integer"), "unread-format"),
        ("data.txt", table("data.txt", "id:integer"), "unread-format"),
        ("data.json", table("data.json", "id:integer"), "unread-json"),
        ("data.csv", table("data.csv", "id:integer", type="file"), "unread-type"),
        ("data", table("data", mediatype="text/csv"), "unread-no-extension"),
    ],
)
def test_a_table_that_is_never_read(
    tmp_path: Path, name: str, resource: Descriptor, kind: str
) -> None:
    root = write(tmp_path, {name: "id\nx\n"}, resource)
    assert kinds(root, "ADV-05") == [kind]


@pytest.mark.parametrize(
    ("name", "resource"),
    [
        ("data", table("data", "id", format="csv")),
        ("t.csv", table("t.csv", "id")),
        ("notes.txt", table("notes.txt")),
        ("t.tsv", table("t.tsv", "id")),
    ],
)
def test_tables_that_are_read(tmp_path: Path, name: str, resource: Descriptor) -> None:
    assert kinds(write(tmp_path, {name: "id\nx\n"}, resource), "ADV-05") == []


def test_what_to_set_is_right(tmp_path: Path) -> None:
    """What the advice says to add lets frictionless read the table, and find what is wrong."""
    from fiscal_notice.validate import validate

    root = write(tmp_path, {"data": "id\nx\n"}, table("data", "id:integer"))
    (finding,) = advised(root, "ADV-05")
    assert finding.expected == "format: csv"
    write(tmp_path, {}, table("data", "id:integer", format="csv"))
    report = validate(root)
    assert (report.valid, report.advised) == (False, 0)


# Encodings

CHINESE = "编号,名称\n1,关于安排专项资金的通知\n2,广东省财政厅下达预算\n"
TRADITIONAL = "編號,名稱\n1,關於安排專項資金的通知\n2,財政廳下達預算\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CHINESE.encode("gb18030"), "gb18030"),
        (TRADITIONAL.encode("big5"), "big5"),
        (CHINESE.encode("utf-16"), "utf-16"),
    ],
)
def test_bytes_that_are_not_utf8(tmp_path: Path, data: bytes, encoding: str) -> None:
    fields = (data.decode(encoding).split(",")[0] + ":integer", data.decode(encoding)[3:5])
    root = write(tmp_path, {"t.csv": data}, table("t.csv", *fields))
    (finding,) = advised(root, "ADV-06")
    assert finding.expected == encoding
    assert finding.kind in ("encoding-undeclared", "encoding-guessed-wrong")
    write(tmp_path, {}, table("t.csv", *fields, encoding=encoding))
    assert advised(root, "ADV-06") == []


def test_a_wrong_guess_shows_what_was_read(tmp_path: Path) -> None:
    """Two letters of GBK are too few for the guess: frictionless reads other letters."""
    root = write(tmp_path, {"t.csv": "k,n\n1,佛山\n".encode("gbk")}, table("t.csv", "k", "n"))
    (finding,) = advised(root, "ADV-06")
    assert (finding.kind, finding.expected) == ("encoding-guessed-wrong", "gb18030")
    assert finding.message is not None
    assert "“1,佛山”" in finding.message


def test_bytes_of_no_chinese(tmp_path: Path) -> None:
    data = "k\ncafé\nété\n".encode("latin-1")
    root = write(tmp_path, {"t.csv": data}, table("t.csv", "k"))
    (finding,) = advised(root, "ADV-06")
    assert (finding.kind, finding.found) == ("encoding-guessed", finding.expected)


def test_utf8_that_is_declared_as_something_else(tmp_path: Path) -> None:
    root = write(tmp_path, {"t.csv": "k\né\n"}, table("t.csv", "k", encoding="latin-1"))
    (finding,) = advised(root, "ADV-06")
    assert (finding.kind, finding.expected) == ("encoding-not-declared-one", "utf-8")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CHINESE.encode(), None),
        (CHINESE.encode("utf-8-sig"), None),
        (b"k\nplain\n", None),
        ("k\né\n".encode("latin-1"), "latin-1"),
    ],
)
def test_encodings_that_are_as_they_should_be(
    tmp_path: Path, data: bytes, encoding: str | None
) -> None:
    more: dict[str, Any] = {} if encoding is None else {"encoding": encoding}
    root = write(tmp_path, {"t.csv": data}, table("t.csv", **more))
    assert kinds(root, "ADV-06") == []


# Parts


@pytest.mark.parametrize(
    ("first", "second", "more", "kind"),
    [
        ("a,b\nx,1", "a,b\ny,2\n", {}, "parts-glued"),
        ("a,b\nx,1\n", "y,2\nz,3\n", {}, "parts-row-lost"),
        ("a,b\nx,1\n", "b,a\n2,y\n", {}, "parts-order"),
        ("a,b\nx,1\n", "\ufeffa,b\ny,2\n", {}, None),
        ("a,b\nx,1\n", "a,b\ny,2\n", {}, None),
        ("a,b\nx,1\n", "", {}, None),
        ("x,1\n", "y,2\n", {"dialect": {"header": False}}, None),
        ("x,1", "y,2\n", {"dialect": {"header": False}}, "parts-glued"),
    ],
)
def test_what_becomes_of_rows_between_files(
    tmp_path: Path, first: str, second: str, more: Descriptor, kind: str | None
) -> None:
    files: dict[str, str | bytes] = {"1.csv": first, "2.csv": second}
    root = write(tmp_path, files, table(["1.csv", "2.csv"], "a", "b", **more))
    assert kinds(root, "ADV-07") == ([] if kind is None else [kind])


def test_a_header_that_becomes_a_row(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"1.tsv": "a\tb\nx\t1\n", "2.tsv": "a\tb\ny\t2\n"}
    root = write(tmp_path, files, table(["1.tsv", "2.tsv"], "a", "b"))
    assert kinds(root, "ADV-07") == ["parts-header-row"]


def test_rows_that_are_lost_otherwise(tmp_path: Path) -> None:
    """A header of two lines: frictionless leaves out the first of them."""
    files: dict[str, str | bytes] = {
        "1.csv": 'a,"b"\nx,1\n',
        "2.csv": 'a,"b"\ny,"2\n3"\n\nz,4\n',
        "3.csv": 'a,b\n"w,5\n',
        "4.csv": "a,b\nv,6\n",
    }
    root = write(tmp_path, files, table(["1.csv", "2.csv", "3.csv", "4.csv"], "a", "b"))
    assert "parts-rows" in kinds(root, "ADV-07")


# Hashes


def test_hashes_that_frictionless_passes_over(tmp_path: Path) -> None:
    data = b"a\n1\n"
    for name in ("sha1", "SHA-1", "sha512", "SHA-256", "sha3-256", "blake2b", "SHAKE_128"):
        algorithm = name.lower().replace("-", "").replace("sha3", "sha3_")
        made = hashlib.new(algorithm, data)
        digest = made.hexdigest(16) if "shake" in algorithm else made.hexdigest()  # type: ignore[call-arg]
        root = write(tmp_path, {"t.csv": data}, table("t.csv", "a", hash=f"{name}:{digest}"))
        assert kinds(root, "ADV-08") == [], name
        wrong = f"{name}:{'0' * len(digest)}"
        write(tmp_path, {}, table("t.csv", "a", hash=wrong))
        (finding,) = advised(root, "ADV-08")
        assert (finding.kind, finding.found) == ("hash-differs", digest)


def test_an_unknown_algorithm(tmp_path: Path) -> None:
    root = write(tmp_path, {"t.csv": "a\n1\n"}, table("t.csv", "a", hash="crc32:00000000"))
    assert kinds(root, "ADV-08") == ["hash-unknown"]


@pytest.mark.parametrize("stated", ["md5", "sha256", ""])
def test_hashes_that_frictionless_compares(tmp_path: Path, stated: str) -> None:
    data = b"a\n1\n"
    value = hashlib.new(stated or "md5", data).hexdigest()
    stated = f"{stated}:{value}" if stated else value
    root = write(tmp_path, {"t.csv": data}, table("t.csv", "a", hash=stated))
    assert kinds(root, "ADV-08") == []


# Labels


@pytest.mark.parametrize(
    ("header", "shown", "expected"),
    [
        ("id,名称 ", "名称␠", "名称"),
        ("id,\u3000名称", "U+3000名称", "名称"),
        ("id\u00a0,名称", "idU+00A0", "id"),
        ("id,\t名称", "␉名称", "名称"),
    ],
)
def test_labels_with_signs_that_no_reader_sees(
    tmp_path: Path, header: str, shown: str, expected: str
) -> None:
    root = write(tmp_path, {"t.csv": f"{header}\n1,a\n"}, table("t.csv", "id", "名称"))
    (finding,) = advised(root, "ADV-09")
    assert (finding.kind, finding.found, finding.expected) == ("label-unseen", shown, expected)


def test_a_label_with_a_sign_that_frictionless_reports(tmp_path: Path) -> None:
    """frictionless says that the label is wrong, and shows nothing of why."""
    root = write(tmp_path, {"t.csv": "id\u200b,b\n1,a\n"}, table("t.csv", "id", "b"))
    (finding,) = advised(root, "ADV-09")
    assert (finding.found, finding.expected) == ("idU+200B", "id")


def test_a_mark_at_the_beginning_is_no_sign(tmp_path: Path) -> None:
    data = "id,名称\n1,a\n".encode("utf-8-sig")
    root = write(tmp_path, {"t.csv": data}, table("t.csv", "id", "名称"))
    assert kinds(root, "ADV-09") == []


def test_a_label_in_another_case_is_its_field_where_the_dialect_says_so(tmp_path: Path) -> None:
    root = write(
        tmp_path, {"t.csv": "ID\n1\n"}, table("t.csv", "id", dialect={"headerCase": False})
    )
    assert kinds(root, "ADV-09") == []


@pytest.mark.parametrize("names", [("Code", "code"), ("甲A", "甲Ａ"), ("a b", "A B")])
def test_names_that_differ_by_case_or_width(tmp_path: Path, names: tuple[str, str]) -> None:
    root = write(tmp_path, {"t.csv": f"{','.join(names)}\n1,2\n"}, table("t.csv", *names))
    (finding,) = advised(root, "ADV-09")
    assert (finding.kind, finding.found) == ("label-alike", ", ".join(names))


# Limits


def test_more_columns_than_a_format_holds(tmp_path: Path) -> None:
    names = [f"c{number}" for number in range(2001)]
    text = ",".join(names) + "\n" + ",".join("1" for _ in names) + "\n"
    root = write(tmp_path, {"t.csv": text}, table("t.csv", *names))
    messages = [finding.message or "" for finding in advised(root, "ADV-10")]
    assert "CKAN DataStore holds 1,598" in messages[0]
    assert "SQLite holds 2,000" in messages[1]
    assert len(messages) == 2
    chinese = [finding.message_zh or "" for finding in advised(root, "ADV-10")]
    assert all(text.startswith("2,001 列：") for text in chinese)


def test_a_text_that_no_cell_of_a_sheet_holds(tmp_path: Path) -> None:
    root = write(tmp_path, {"t.csv": f"a\n{'x' * 32_768}\n"}, table("t.csv", "a"))
    (finding,) = advised(root, "ADV-10")
    assert (finding.field, finding.row, finding.found) == ("a", 2, "32,768 characters")
    assert (finding.message_zh or "").startswith("32,768 个字符：XLSX 每格至多 32,767 个字符")


# Guesses


def test_a_title_above_the_header(tmp_path: Path) -> None:
    text = "An invented title\na,b,c\n1,2,3\n4,5,6\n7,8,9\n"
    resource = table("t.csv", "a", "b", "c")
    root = write(tmp_path, {"t.csv": text}, resource)
    (finding,) = advised(root, "ADV-12")
    assert (finding.kind, finding.row, finding.found) == ("header-guessed", 2, "An invented title")
    write(tmp_path, {}, resource | {"dialect": {"headerRows": [2]}})
    assert kinds(root, "ADV-12") == []


def test_a_delimiter_that_is_guessed(tmp_path: Path) -> None:
    resource = table("t.csv", "a", "b")
    root = write(tmp_path, {"t.csv": "a;b\n1;2\n"}, resource)
    (finding,) = advised(root, "ADV-12")
    assert (finding.kind, finding.found) == ("delimiter-guessed", ";")
    write(tmp_path, {}, resource | {"dialect": {"delimiter": ";"}})
    assert kinds(root, "ADV-12") == []
