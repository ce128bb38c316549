"""A transcript that somebody cut, saved otherwise or edited: the same tables, or one message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.conftest import Run, contents, refused, run
from fiscal_notice.errors import TranscriptError
from fiscal_notice.notice.extract.readers import parse_transcript
from fiscal_notice.notice.extract.run import vocabulary_of
from fiscal_notice.notice.extract.vocabulary import Vocabulary
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
        ("附件1\n", "", "lists no annex|allocations cannot be found|belong to no part"),
        ("附件2\n", "", "grants cannot be found|does not fit|belong to no part|not an amount"),
        ("合计\t\t\t\t1,250,000.00\t\n", "", "annex 1 has no row 合计"),
        ("850,000.00", "85万元", "金额 is not an amount"),
        ("850,000.00", "８５０，０００", "金额 is not an amount"),
        ("850,000.00", "-850,000.00", "金额 is not an amount"),
        ("850,000.00", "850,000.50", "not a whole number of 元"),
        ("850,000.00", "85,0000.00", "金额 is not an amount"),
        ("甲市小计", "丁市小计", "not in the code list of GB/T 2260"),
        ("701001", "799001", "belongs to no city above it"),
        ("2011409 知识产权", "2019999 知识产权", "not in the classification"),
        ("资金需求\t30万元", "资金需求\t叁拾万元", "资金需求 is not an amount"),
        ("产权创造运用保护-乙市）", "产权创造运用保护-丙市）", "unknown city"),
        ("公开方式：主动公开\n", "", "the colophon cannot be found"),
        ("2020年12月1日印发", "2020年12月31", "belong to no part|no date of printing"),
        ("某财工〔2020〕1号\n", "", "the letter has no document number"),
        ("单位：元", "单位：千元", "unknown unit"),
        ("附件2\n", "附件1\n", "annex 1 begins twice"),
        ("4. 省财政专项转移支付绩效目标表（专利奖励）\n", "", "the letter lists no annex 4"),
        ("\t一级指标\t二级指标", "\t一级\t二级指标", "no table of indicators"),
    ],
)
def test_a_broken_place_is_one_message_and_changes_nothing(
    mini: Path, run: Run, old: str, new: str, problem: str
) -> None:
    edit(mini, old, new)
    before = contents(mini)
    for command in (["extract"], ["extract", "--check"]):
        result = run(mini, *command)
        refused(result, f"{TRANSCRIPT}:")
        assert any(words in result.err for words in problem.split("|")), result.err
    assert contents(mini) == before


def test_the_message_names_the_line(mini: Path, run: Run) -> None:
    edit(mini, "500,000.00", "50万元")
    line = line_of(mini, "\t50万元\t")
    refused(run(mini, "extract"), f"{TRANSCRIPT}:{line}: 金额 is not an amount", "50万元")


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
        (lambda text: text.replace("\t", "    ").encode(), "cannot be found"),
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


def test_a_lost_tab_moves_no_money(mini: Path, run: Run) -> None:
    edit(mini, "企业海外保护能力提升\t\t20", "企业海外保护能力提升\t20")
    refused(run(mini, "extract"), "does not fit the header", "4 cells")


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
def test_no_edit_of_any_line_ends_in_anything_but_tables_or_a_message(
    mini: Path, careless: Callable[[list[str]], Iterator[list[str]]]
) -> None:
    vocabulary = vocabulary_of(read_package(mini))
    lines = (mini / TRANSCRIPT).read_text(encoding="utf-8").split("\n")
    refusals = 0
    for edited in careless(lines):
        refusals += tables_or_message("\n".join(edited), vocabulary)
    assert refusals


def tables_or_message(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a transcript was refused, clearly; any other error goes through and fails."""
    refusal: TranscriptError | None = None
    try:
        parse_transcript(text, vocabulary)
    except TranscriptError as error:
        refusal = error
    assert refusal is None or (refusal.line and (refusal.hint or refusal.expected)), refusal
    return refusal is not None


def test_a_notice_that_is_cut_is_always_refused(mini: Path) -> None:
    vocabulary = vocabulary_of(read_package(mini))
    lines = (mini / TRANSCRIPT).read_text(encoding="utf-8").rstrip("\n").split("\n")
    assert all(tables_or_message("\n".join(edited), vocabulary) for edited in cut_after(lines))


def test_the_real_notice_cut_at_many_places(package_copy: Path) -> None:
    package = read_package(package_copy)
    vocabulary = vocabulary_of(package)
    lines = package.file(package.require("transcript")).read_text(encoding="utf-8").split("\n")
    end = next(n for n, line in enumerate(lines) if line.startswith("公开方式"))
    for n in range(0, end, 25):
        # Cut in the middle and with the last page: most of the tables are gone.
        assert tables_or_message("\n".join(lines[:n] + lines[end:]), vocabulary) or n > 221


PARTS = {
    "a sheet": (r"省财政专项转移支付绩效目标表（知识产权创造运用保护-乙市）.*?(?=附件4)", "乙市"),
    "annex 3": (r"附件3\n.*?(?=附件4)", "target sheet"),
    "annex 4": (r"附件4\n.*?(?=公开方式)", "甲市 (patent_award)"),
    "the total of annex 2": (r"地市合计[^\n]*\n", "annex 2 has no total"),
    "the last city of annex 2": (r"2\t乙市（不含省直管县）小计.*?(?=附件3)", "乙市"),
    "the total of the cities": (r"一、各市合计[^\n]*\n", "total of the cities"),
}


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_missing_part_is_named(mini: Path, part: str) -> None:
    pattern, named = PARTS[part]
    package = read_package(mini)
    text = (mini / "resources" / "source" / "notice.txt").read_text(encoding="utf-8")
    cut = re.sub(pattern, "", text, count=1, flags=re.DOTALL)
    assert cut != text
    with pytest.raises(TranscriptError) as caught:
        parse_transcript(cut, vocabulary_of(package))
    assert named in str(caught.value)
    assert caught.value.line is not None
