"""The command new, as a person meets it: codes, what is asked, what a careless hand is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import Run
from kit import DATA

MEANINGS = ("sequence", "recipient", "project", "amount", "amount")
"""What the columns of the second table mean."""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the invented notice as a file; two cities have names that the lists know."""
    folder = tmp_path / "desk"
    folder.mkdir()
    text = (DATA / "mini" / "notice.txt").read_text(encoding="utf-8")
    text = text.replace("甲市", "广州市").replace("乙市", "深圳市")
    (folder / "notice.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_package_is_made_and_nothing_is_open(desk: Path, run: Run) -> None:
    result = run(desk, "new", "made", "notice.txt")
    assert result.code == 0, result.out + result.err
    assert "total 1,250,000 yuan" in result.out
    assert "fiscal-notice --root made validate" in result.out
    assert run(desk, "--root", "made", "extract", "--check").code == 0


def test_it_speaks_chinese(desk: Path, run: Run) -> None:
    result = run(desk, "new", "made", "notice.txt", "--lang", "zh")
    assert result.code == 0
    assert "合计 1,250,000 元" in result.out
    assert "Next" not in result.out


def test_what_the_columns_were_taken_for_is_shown_until_it_is_confirmed(
    desk: Path, run: Run
) -> None:
    result = run(desk, "new", "made", "notice.txt")
    assert result.out.count("--set layout/TABLE/COLUMN/meaning=MEANING") == 1
    assert "table 2 (annex 2): 1 序号 = sequence; 2 地区（单位） = recipient; " in result.out
    chinese = run(desk, "new", "made", "--lang", "zh").out
    assert "表2（附件2）：1 序号 = 序号 sequence；2 地区（单位） = 接收单位 recipient；" in chinese
    assert "layout" not in run(desk, "new", "made", "-q").out
    answers = [f"layout/2/{number}/meaning={name}" for number, name in enumerate(MEANINGS, 1)]
    settings = [word for answer in answers for word in ("--set", answer)]
    assert "table 2 (" not in run(desk, "new", "made", *settings).out
    assert "table 1 (" in run(desk, "new", "made").out


def test_what_is_open_is_asked_with_its_place_and_how_to_answer(desk: Path, run: Run) -> None:
    path = desk / "notice.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("下放市县专项资金", "专项资金"), encoding="utf-8")
    result = run(desk, "new", "made", "notice.txt")
    assert result.code == 1
    assert "Open questions: " in result.out
    assert "notice.txt, line " in result.out
    assert "answer:" in result.out
    # The package is there, and extract asks the same.
    again = run(desk, "--root", "made", "extract")
    assert again.code == 1
    assert result.out.split("\n\n")[1] in again.out
    chinese = run(desk, "new", "made", "--lang", "zh")
    assert "开放问题" in chinese.out
    assert "notice.txt，第" in chinese.out


def test_a_question_that_is_answered_is_asked_no_more(desk: Path, run: Run) -> None:
    path = desk / "notice.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("某财工〔2020〕1号\n", ""), encoding="utf-8")
    result = run(desk, "new", "made", "notice.txt", "--set", "document_number=甲财〔2020〕1号")
    assert result.code == 0, result.out
    assert "jiacai-2020-1" in result.out
    traced = run(desk, "--root", "made", "trace", "notice", "甲财〔2020〕1号", "document_number")
    assert "Given by hand" in traced.out


def test_nothing_is_written_with_check_only(desk: Path, run: Run) -> None:
    result = run(desk, "new", "made", "notice.txt", "--check-only")
    assert result.code == 0
    assert "Nothing was written" in result.out
    assert not (desk / "made").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["made"], 2, "no original is named"),
        (["made", "lost.txt"], 3, "there is no such file"),
        (["made", "."], 3, "this is a folder"),
        (["made", "notice.txt", "./notice.txt"], 3, "given twice"),
        (["made", "notice.txt", "--set", "isuer=x"], 2, "did you mean issuer?"),
        (["made", "notice.txt", "--set", "budget_year=x"], 2, "a year, such as 2021"),
        (["made", "notice.txt", "--name", "A b"], 2, "cannot name a dataset"),
        (["made", "notice.txt", "--like", "nowhere"], 3, "there is no such package"),
        (["made", "notice.txt", "--like", "."], 3, "datapackage.json"),
        (["notice.txt", "notice.txt"], 3, "a package is a folder"),
        ([".", "notice.txt"], 3, "holds something else"),
        (["made", "notice.txt", "--sett", "a=b"], 2, "No such option"),
        (["made", "empty.txt"], 3, "empty.txt"),
    ],
)
def test_a_careless_hand_is_told_what_is_wrong(
    desk: Path, run: Run, arguments: list[str], code: int, words: str
) -> None:
    (desk / "empty.txt").write_text("", encoding="utf-8")
    before = sorted(path.name for path in desk.iterdir())
    result = run(desk, "new", *arguments)
    assert result.code == code, result.out + result.err
    assert words in result.err
    assert "Traceback" not in result.err
    assert sorted(path.name for path in desk.iterdir()) == before


def test_help_is_instant_and_needs_no_library(desk: Path) -> None:
    code = (
        "import sys; from fiscal_notice.cli.main import cli\n"
        "try: cli(['new', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = ('docx', 'lxml', 'pdfplumber', 'pypinyin', 'pandas')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=desk, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("[]\n")
