"""Every error that frictionless has is told in both languages, and what is not known is kept."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest
from frictionless import Error, errors

from fiscal_notice.model import Finding
from fiscal_notice.report.error_words import TYPES
from fiscal_notice.report.sentences import (
    KINDS,
    expected_in,
    finding_line,
    kind_title,
    letters_of,
    mend,
    place_of,
)

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ALL_TYPES = sorted(
    {
        member.type
        for _, member in inspect.getmembers(errors, inspect.isclass)
        if issubclass(member, Error)
    }
)
NOTES = {
    "type-error": 'type is "integer/default"',
    "constraint-error": 'constraint "jsonSchema" is "[]"',
    "unique-error": "the same as in the row at position 3",
    "primary-key": "the same as in the row at position 3",
    "duplicate-label": 'at position "1"',
    "foreign-key": 'for "a": values "x" not found in the lookup table "b" as "c"',
    "encoding-error": "'utf-8' codec can't decode byte 0xb9 in position 3: invalid start byte",
    **dict.fromkeys(
        ("hash-count", "byte-count", "row-count", "field-count"),
        'expected is "1" and actual is "2"',
    ),
}


def made(kind: str, **more: Any) -> Finding:
    facts: dict[str, Any] = {
        "rule": "SCH-01",
        "severity": "error",
        "table": "t",
        "key": "row 2",
        "field": "a",
        "line": None,
        "found": "x",
        "expected": kind,
        "message": "What frictionless says.",
        "kind": kind,
        "row": 2,
        "column": 1,
        "note": NOTES.get(kind, ""),
    }
    return Finding(**facts | more)


@pytest.mark.parametrize("kind", ALL_TYPES)
def test_every_error_has_words(kind: str) -> None:
    finding = made(kind)
    assert kind in KINDS
    for lang in ("en", "zh"):
        assert kind_title(finding, lang)
        assert mend(finding, lang)
        line = finding_line(finding, lang)
        assert line.startswith("t:row 2" if lang == "en" else "t:第2行")
        assert "{" not in line
        assert bool(CHINESE.search(line)) is (lang == "zh")


@pytest.mark.parametrize("kind", ["no-such-kind", "check-error", "type-error"])
def test_what_is_not_known_is_kept(kind: str) -> None:
    finding = made(kind, note="something new", message="something new")
    assert "something new" in finding_line(finding)
    assert "something new" in finding_line(finding, "zh")


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_types_have_words(kind: str) -> None:
    name, _, form = kind.partition("/")
    finding = made("type-error", note=f'type is "{name}/{form or "default"}"')
    assert finding_line(finding) == f't:row 2, a: "x" is {TYPES[kind][0][0]}'
    assert expected_in(finding, "zh") == TYPES[kind][1][1]


@pytest.mark.parametrize(
    ("note", "english", "chinese"),
    [
        ("'name' is a required property", "“name” is missing", "缺少“name”"),
        (
            "'name' is a required property at property 'resources/0'",
            "“name” is missing (in resources.0)",
            "缺少“name”（位于 resources.0）",
        ),
        ("1 is not of type 'string' at property 'version'", "1 is no 'string' (in version)", "版"),
        ("'x' is not one of ['a', 'b']", "'x' is none of ['a', 'b']", "不在"),
        ("'A B' does not match '^([-a-z0-9._/])+$'", "does not have the form", "不符合格式"),
        ('field type "int" is not supported', "there is no field of type “int”", "没有“int”"),
        ('format "" is not supported', "files of format “” cannot be read", "无法读取"),
        ("names of the resources are not unique", "two resources have the same name", "重复"),
        (
            'constraint "pattern" is not supported by type "integer"',
            "a field of type integer cannot have the constraint “pattern”",
            "不能有约束",
        ),
        ('path "../x" is not safe', "the path “../x” leaves the package", "越出"),
        ('"missingValues" should be set as "schema.missingValues"', "belongs into", "应写在"),
        ("the source is empty", "the file is empty", "文件是空的"),
        ("[Errno 2] No such file or directory: '/tmp/x/a.csv'", "the file is missing", "不存在"),
        (
            'cannot retrieve metadata "p" because "Expecting value: line 3 column 5 (char 9)"',
            "the file is no JSON (line 3, column 5: Expecting value)",
            "第3行第5列",
        ),
        (
            (
                'cannot retrieve metadata "p.json" because "maximum recursion depth exceeded while '
                'decoding a JSON array from a unicode string"'
            ),
            "“p.json” cannot be read: it is nested too deeply",
            "嵌套层数过多",
        ),
        ('cannot retrieve metadata "p.json" because ""', "“p.json” holds no object", "不是对象"),
        (
            (
                "cannot retrieve metadata \"p\" because \"'utf-8' codec can't decode byte 0xb9 in "
                'position 24: invalid start byte"'
            ),
            "“p” cannot be read: it is not UTF-8; save it as UTF-8",
            "它不是 UTF-8",
        ),
        (
            (
                'cannot retrieve metadata "p" because "Unexpected UTF-8 BOM (decode using '
                'utf-8-sig): line 1 column 1 (char 0)"'
            ),
            "“p” begins with a byte-order mark; save it as UTF-8 without BOM",
            "不带 BOM",
        ),
        (
            (
                'cannot retrieve metadata "d.json" because "[Errno 2] No such file or directory: '
                "'d.json'\""
            ),
            "“d.json” cannot be read: the file is missing",
            "文件不存在",
        ),
        ("[Errno 40] Too many levels of symbolic links: 't.csv'", "in a circle", "循环"),
        ("unsupported inline data", "the data is no table", "数据不是表"),
        (
            "missing values in object form require datapackage v2",
            "missing values with labels need a package of version 2",
            "第2版",
        ),
        (
            "HTTPConnectionPool(host='h', port=9): Max retries exceeded with url: /t.csv",
            "its address cannot be reached",
            "无法访问",
        ),
        (
            "error: unterminated character set at position 2",
            "no regular expression (character 2: unterminated character set)",
            "正则表达式",
        ),
        (
            "TypeError: '>=' not supported between instances of 'int' and 'NoneType'",
            "frictionless breaks off here (TypeError)",
            "中断",
        ),
        (
            "\"There is no item named 'no.csv' in the archive\"",
            "no member “no.csv”",
            "没有“no.csv”",
        ),
        (
            (
                'cannot retrieve metadata "y" because "while scanning for the next token\nfound x\n'
                '  in "<unicode string>", line 10, column 1"'
            ),
            "“y” cannot be read: it is no YAML (line 10, column 1)",
            "第10行",
        ),
        ("Invalid data stream", "not compressed by bzip2", "bzip2"),
        (
            "Compressed file ended before the end-of-stream marker was reached",
            "the compressed file is cut off",
            "不完整",
        ),
        (
            '"delimiter" must be a 1-character string',
            "the delimiter of the dialect has to be one character",
            "须为一个字符",
        ),
        (
            'property "created" is not valid "datetime"',
            "“created” is no date with a time: expected YYYY-MM-DDThh:mm:ssZ",
            "应为 YYYY-MM-DDThh:mm:ssZ",
        ),
    ],
)
def test_notes_in_our_own_words(note: str, english: str, chinese: str) -> None:
    finding = made("package-error", note=note, row=None, key="", field="", column=None)
    assert english in finding_line(finding)
    assert note not in finding_line(finding)
    if chinese != "版":
        assert chinese in finding_line(finding, "zh")
    assert "/tmp" not in finding_line(finding)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"ab\xdc\x00", "utf-16-be"),
        (b"a\x00\x00\xdc", "utf-16-le"),
        (b"abcdefgh", "utf-32"),
        (b"ab\xe4\xb8", "utf-8"),
        (b"+\xff", "utf-7"),
        (b"\x8e\xff", "euc_jp"),
        (b"\x81", "cp1252"),
    ],
)
def test_bytes_of_another_encoding(content: bytes, encoding: str) -> None:
    with pytest.raises(UnicodeDecodeError) as caught:
        content.decode(encoding)
    finding = made("encoding-error", note=str(caught.value))
    assert "the file is not " in finding_line(finding)
    assert f"after {caught.value.start} bytes" in finding_line(finding)
    assert "decode" not in finding_line(finding)
    assert f"第 {caught.value.start} 字节之后" in finding_line(finding, "zh")
    assert re.search(r"[a-z]+ [a-z]+", finding_line(finding, "zh")) is None


def test_a_file_without_the_mark_of_its_encoding() -> None:
    finding = made("encoding-error", note="UTF-16 stream does not start with BOM")
    assert "does not begin with the byte-order mark of UTF-16" in finding_line(finding)
    assert "没有 UTF-16 的字节顺序标记" in finding_line(finding, "zh")


def test_an_empty_note_leaves_the_message() -> None:
    said = "The data source has not supported or has inconsistent contents: "
    finding = made("source-error", note="", message=said)
    assert "the data is no table" in finding_line(finding)
    assert "数据不是表" in finding_line(finding, "zh")
    assert finding_line(made("source-error", note="", message="new: ")).endswith("new:")


def test_a_foreign_key_within_one_table_names_it() -> None:
    note = 'for "a": values "x" not found in the lookup table "" as "c"'
    finding = made("foreign-key", note=note)
    assert finding_line(finding).endswith('"x" is not among c of t')
    assert finding_line(finding, "zh").endswith("“x”不在 t 的 c 之中")
    assert expected_in(finding) == "a value of t: c"


def test_the_place_has_key_row_and_line() -> None:
    assert place_of(made("type-error", key="甲", row=4)) == "t:甲 (row 4), a"
    assert (
        place_of(made("type-error", key="甲", row=4, line=9), "zh") == "t:甲 (第4行，原文第9行)，a"
    )
    rule = made("", rule="TOT-03", row=None, key="甲", line=9)
    assert place_of(rule) == "t:甲 (source line 9)"


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")]
)
def test_letters_of_columns(column: int, letters: str) -> None:
    assert letters_of(column) == letters


def test_a_message_of_several_lines_is_one() -> None:
    finding = made("", message="broken\n  found:    1\x1b[31m\n", note="")
    assert finding_line(finding) == "t:row 2 SCH-01 broken; found: 1U+001B[31m"


def test_advice_says_its_own_words_whatever_its_kind() -> None:
    said = {"message": "another hash", "message_zh": "哈希"}
    finding = made("hash-count", rule="ADV-08", severity="advice", **said)
    assert finding_line(finding) == "t:row 2, a: ADV-08 another hash"
    assert finding_line(finding, "zh") == "t:第2行，a：ADV-08 哈希"


def test_what_a_rule_expects_is_said_in_chinese_and_no_cell_is() -> None:
    said: Any = {"rule": "FOL-41", "severity": "error", "line": None, "table": "t", "key": "1"}
    missing = Finding(**said, field="a", found="nothing known", expected="a report by 2021-12-31")
    assert "a 为 尚不掌握，应为 最迟应于 2021-12-31 报送" in finding_line(missing, "zh")
    assert expected_in(missing, "zh") == "最迟应于 2021-12-31 报送"
    assert "a is nothing known, expected a report by 2021-12-31" in finding_line(missing)
    cell = Finding(**said, field="a", found="a report by me", expected="x; y")
    assert "a 为 a report by me，应为 x; y" in finding_line(cell, "zh")
