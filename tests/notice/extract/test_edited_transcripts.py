"""A transcript that somebody cut, saved otherwise or edited: the same tables, or one message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.conftest import Run, contents, refused, run
from fiscal_notice.notice.extract.readers import Extraction, parse_transcript
from fiscal_notice.notice.extract.run import vocabulary_of
from fiscal_notice.notice.extract.transcript import split_lines
from fiscal_notice.package import read_package

__all__ = ["run"]

TRANSCRIPT = "resources/source/notice.txt"
Edit = Callable[[str], str]


def edit(package: Path, old: str, new: str) -> None:
    """Change the transcript of a package in one place."""
    path = package / TRANSCRIPT
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(package: Path, words: str) -> int:
    """The first line of the transcript that holds ``words``."""
    lines = (package / TRANSCRIPT).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if words in line)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("附件1\n", "", "TXT-27"),
        ("附件2\n", "", "TXT-27"),
        ("合计\t\t\t\t1,250,000.00\t\n", "", "total_yuan"),
        ("850,000.00", "-850,000.00", "TOT-01"),
        ("850,000.00", "850,000.50", "TOT-01"),
        ("850,000.00", "85,0000.00", "not an amount"),
        ("850,000.00", "八十五万", "not an amount"),
        ("甲市小计", "丁市小计", "TOT-06"),
        ("701001", "799001", "TOT-01"),
        ("2011409 知识产权", "2019999 知识产权", "COD-18"),
        ("资金需求\t30万元", "资金需求\t叁拾万元", "资金需求 is not an amount"),
        ("产权创造运用保护-乙市）", "产权创造运用保护-丙市）", "unknown city"),
        ("2020年12月1日印发", "2020年12月31", "no part of the notice has a place"),
        ("单位：元", "单位：千元", "UNI-01"),
        ("附件2\n", "附件1\n", "TXT-27"),
        ("4. 省财政专项转移支付绩效目标表（专利奖励）\n", "", "the letter lists no annex 4"),
        ("企业海外保护能力提升\t\t20", "企业海外保护能力提升\t20", "REC-"),
    ],
)
def test_a_broken_place_is_asked_about_or_found(
    mini: Path, run: Run, old: str, new: str, problem: str
) -> None:
    edit(mini, old, new)
    result = run(mini, "extract")
    judged = run(mini, "validate")
    assert {result.code, judged.code} <= {0, 1}
    assert 1 in {result.code, judged.code}
    assert problem in result.out + judged.out


@pytest.mark.parametrize("same", ["85万元", "８５０，０００", "850000", "850,000.00 "])
def test_an_amount_printed_otherwise_is_the_same_money(mini: Path, run: Run, same: str) -> None:
    tables = (mini / "resources" / "allocation_totals.csv").read_bytes()
    edit(mini, "850,000.00", same)
    assert run(mini, "extract").code == 0
    assert (mini / "resources" / "allocation_totals.csv").read_bytes() == tables


def test_a_question_names_the_line(mini: Path, run: Run) -> None:
    edit(mini, "500,000.00", "五十万")
    line = line_of(mini, "\t五十万\t")
    result = run(mini, "extract")
    assert result.code == 1
    assert f"line {line} of the transcript" in result.out
    assert "五十万" in result.out


@pytest.mark.parametrize("command", [("extract",), ("extract", "--check")])
def test_a_table_whose_lines_were_lost_is_not_overwritten(
    mini: Path, run: Run, command: tuple[str, ...]
) -> None:
    path = mini / TRANSCRIPT
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"附件2\n.*?(?=附件3)", "", text, flags=re.DOTALL), encoding="utf-8")
    before = contents(mini)
    refused(run(mini, *command), TRANSCRIPT, "no row of the table grants, which has rows")
    assert contents(mini) == before


@pytest.mark.parametrize(
    "save",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("gb18030"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r\n").encode("gb18030"),
        lambda text: "\n".join(line.rstrip() for line in text.split("\n")).encode(),
    ],
    ids=["byte-order mark", "gb18030", "crlf", "gb18030 crlf", "stripped"],
)
def test_a_transcript_saved_otherwise_gives_the_same_tables(
    mini: Path, run: Run, save: Callable[[str], bytes]
) -> None:
    path = mini / TRANSCRIPT
    tables = {p: b for p, b in contents(mini).items() if p.suffix == ".csv"}
    path.write_bytes(save(path.read_text(encoding="utf-8")))
    assert run(mini, "extract").code == 0
    assert {p: b for p, b in contents(mini).items() if p.suffix == ".csv"} == tables


@pytest.mark.parametrize(
    ("save", "problem"),
    [
        (lambda text: b"", "is empty"),
        (lambda text: text.encode("utf-16"), "is in UTF-16"),
        (lambda text: text.encode("utf-16-le"), "is not text"),
        (lambda text: b"PK\x03\x04\x00\x00\xff\xfe", "is not text"),
        (lambda text: text.encode()[:-5], "broken bytes"),
        (lambda text: text.replace("\t", "    ").encode(), "which has rows"),
    ],
    ids=["empty", "utf-16", "utf-16 without mark", "zip", "cut in a character", "spaces"],
)
def test_what_cannot_be_read_says_what_to_do(
    mini: Path, run: Run, save: Callable[[str], bytes], problem: str
) -> None:
    path = mini / TRANSCRIPT
    path.write_bytes(save(path.read_text(encoding="utf-8")))
    refused(run(mini, "extract"), TRANSCRIPT, problem)


def test_a_missing_transcript(mini: Path, run: Run) -> None:
    (mini / TRANSCRIPT).unlink()
    refused(run(mini, "extract"), TRANSCRIPT, "cannot be read")


def test_a_folder_for_a_transcript(mini: Path, run: Run) -> None:
    (mini / TRANSCRIPT).unlink()
    (mini / TRANSCRIPT).mkdir()
    refused(run(mini, "extract"), TRANSCRIPT, "Is a directory")
    refused(run(mini, "diff", ".", "."), TRANSCRIPT, "Is a directory")


def cut_after(lines: list[str]) -> Iterator[list[str]]:
    yield from (lines[:n] for n in range(len(lines)))


def cut_before(lines: list[str]) -> Iterator[list[str]]:
    yield from (lines[n:] for n in range(1, len(lines)))


def cut_in_the_middle(lines: list[str]) -> Iterator[list[str]]:
    # The end of the notice is there, ten lines before it are not.
    yield from (lines[:n] + lines[n + 10 :] for n in range(len(lines) - 10))


def cut_within_a_line(lines: list[str]) -> Iterator[list[str]]:
    yield from (
        [*lines[:n], lines[n][: len(lines[n]) // 2], *lines[n + 1 :]] for n in range(len(lines))
    )


def broken_in_two(lines: list[str]) -> Iterator[list[str]]:
    for n, line in enumerate(lines):
        half = len(line) // 2
        yield [*lines[:n], line[:half], line[half:], *lines[n + 1 :]]


def without_a_line(lines: list[str]) -> Iterator[list[str]]:
    yield from (lines[:n] + lines[n + 1 :] for n in range(len(lines)))


def with_a_line_twice(lines: list[str]) -> Iterator[list[str]]:
    yield from (lines[: n + 1] + lines[n:] for n in range(len(lines)))


def with_a_stray_line(lines: list[str]) -> Iterator[list[str]]:
    yield from ([*lines[:n], "又及", *lines[n:]] for n in range(len(lines)))


def with_neighbours_swapped(lines: list[str]) -> Iterator[list[str]]:
    for n in range(len(lines) - 1):
        yield [*lines[:n], lines[n + 1], lines[n], *lines[n + 2 :]]


def without_a_tab(lines: list[str]) -> Iterator[list[str]]:
    for n, line in enumerate(lines):
        for at in (i for i, sign in enumerate(line) if sign == "\t"):
            yield [*lines[:n], line[:at] + line[at + 1 :], *lines[n + 1 :]]


CARELESS = [
    cut_after,
    cut_before,
    cut_in_the_middle,
    cut_within_a_line,
    broken_in_two,
    without_a_line,
    with_a_line_twice,
    with_a_stray_line,
    with_neighbours_swapped,
    without_a_tab,
]


@pytest.mark.parametrize("careless", CARELESS)
def test_no_edit_of_any_line_drops_a_line(
    mini: Path, careless: Callable[[list[str]], Iterator[list[str]]]
) -> None:
    vocabulary = vocabulary_of(read_package(mini))
    lines = (mini / TRANSCRIPT).read_text(encoding="utf-8").split("\n")
    edits = 0
    for edited in careless(lines):
        edits += 1
        text = "\n".join(edited)
        read = parse_transcript(text, vocabulary)
        unplaced = len(read.tables.get("unplaced", []))
        # Notes below a table are read, and kept in unplaced too.
        assert sum(read.account.values()) + unplaced >= len(split_lines(text))
    assert edits


def test_a_stray_line_is_kept_and_asked_about(mini: Path) -> None:
    """Wherever it stands: as a row, a title or a paragraph, or as a line that has no place."""
    vocabulary = vocabulary_of(read_package(mini))
    lines = (mini / TRANSCRIPT).read_text(encoding="utf-8").split("\n")
    before = parse_transcript("\n".join(lines), vocabulary)
    assert not before.questions
    for n in range(len(lines)):
        edited = [*lines[:n], "丑虎寅卯", *lines[n:]]
        read = parse_transcript("\n".join(edited), vocabulary)
        kept = "丑虎寅卯" in str(read.tables)
        assert kept, n
        assert money(read) == money(before), n


def money(read: Extraction) -> list[object]:
    return [row["amount_yuan"] for row in read.tables["amounts"]]


def test_the_real_notice_cut_at_many_places_gives_no_table_twice(package_copy: Path) -> None:
    package = read_package(package_copy)
    vocabulary = vocabulary_of(package)
    lines = package.file(package.require("transcript")).read_text(encoding="utf-8").split("\n")
    whole = parse_transcript("\n".join(lines), vocabulary)
    for n in range(0, len(lines), 50):
        part = parse_transcript("\n".join(lines[:n]), vocabulary)
        for name in ("allocations", "grants", "target_sheets"):
            rows = part.tables.get(name, [])
            assert len(rows) <= len(whole.tables[name])
