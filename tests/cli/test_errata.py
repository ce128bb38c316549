"""The command errata: what it prints, its codes, and what it leaves behind."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.conftest import Run
from fiscal_notice.notice.extract.run import extract
from kit import DATA, ROOT, read_csv


@pytest.fixture
def defective(mini: Path) -> Path:
    """The invented notice with two values that end in a full stop."""
    path = mini / "resources" / "source" / "notice.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("不低于95%\n", "不低于95%。\n"), encoding="utf-8")
    extract(mini)
    return mini


def test_without_options_it_lists_the_groups(defective: Path, run: Run) -> None:
    result = run(defective, "errata")
    assert result.code == 1
    assert "TXT-13: 2 findings" in result.out
    assert "fiscal-notice errata --accept TXT-13" in result.out
    chinese = run(defective, "--lang", "zh", "errata")
    assert chinese.code == 1
    assert "未列入勘误的检查结果2处，共1组" in chinese.out


def test_what_it_says_to_type_names_the_package_and_the_other_notice(
    defective: Path, tmp_path: Path, run: Run
) -> None:
    other = tmp_path / "last year"
    shutil.copytree(defective, other)
    assert run(other, "errata", "--accept", "TXT-13").code == 0
    result = run(tmp_path, "errata", "--root", str(defective), "--like", str(other))
    typed = f"fiscal-notice --root {defective} errata --like '{other}'"
    assert f"  {typed} --accept TXT-13\n" in result.out
    assert result.out.endswith(f"Next, once read: {typed} --accept carried\n")


def test_nothing_undeclared_is_fine(mini: Path, run: Run) -> None:
    result = run(mini, "errata")
    assert (result.code, result.err) == (0, "")
    assert "No finding is without an erratum" in result.out


def test_accept_declares_and_says_what_is_left(defective: Path, run: Run) -> None:
    result = run(defective, "errata", "--accept", "TXT-13", "--status", "reported")
    assert result.code == 0
    assert "declared as E001 to E002: 2" in result.out
    assert "findings left without an erratum: 0" in result.out
    rows = read_csv(defective / "resources" / "errata.csv")
    assert {row["status"] for row in rows} == {"reported"}
    assert all(len(row["reported_on"]) == len("2021-01-04") for row in rows)
    assert run(defective, "validate").code == 0


def test_the_day_of_the_report_can_be_given(defective: Path, run: Run) -> None:
    options = ("--accept", "TXT-13", "--status", "reported", "--on", "2021-01-04")
    assert run(defective, "errata", *options).code == 0
    rows = read_csv(defective / "resources" / "errata.csv")
    assert {row["reported_on"] for row in rows} == {"2021-01-04"}


def test_part_of_a_group_leaves_findings(defective: Path, run: Run) -> None:
    key = run(defective, "errata").out.split("indicators:")[1].split(" ")[0]
    result = run(defective, "errata", "--accept", f"TXT-13:indicators:{key}")
    assert result.code == 1
    assert "findings left without an erratum: 1" in result.out


def test_drafts_are_written_beside(defective: Path, run: Run) -> None:
    result = run(defective, "errata", "--draft")
    assert result.code == 1
    assert "wrote errata-draft.csv" in result.out
    assert len(read_csv(defective / "errata-draft.csv")) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--accept", "TXT-31x"], ["did you mean", "TXT-31"]),
        (["--accept", "TXT-14"], ["has found nothing"]),
        (["--status", "sent"], ["Usage"]),
        (["--on", "2021-01-04"], ["--status"]),
        (["--draft", "--accept", "TXT-13"], ["--draft"]),
        (["--letter", "letter.docx", "--status", "reported"], ["--letter only writes"]),
        (["--letter", "letter.pdf"], ["FILE.docx or FILE.txt"]),
        (["--weight", "material"], ["--weight goes with"]),
        (["--weight", "heavy", "--letter", "letter.txt"], ["Usage"]),
    ],
)
def test_wrong_names_and_usage_write_nothing(
    defective: Path, run: Run, arguments: list[str], words: list[str]
) -> None:
    before = (defective / "resources" / "errata.csv").read_bytes()
    result = run(defective, "errata", *arguments)
    assert result.code == 2
    assert all(word in result.err for word in words)
    assert (defective / "resources" / "errata.csv").read_bytes() == before


def test_a_letter_is_written_and_what_it_names_is_marked(
    defective: Path, run: Run, tmp_path: Path
) -> None:
    assert run(defective, "errata", "--accept", "TXT-13").code == 0
    letter = tmp_path / "letter.txt"
    options = ("errata", "--letter", str(letter), "--weight", "layout")
    result = run(defective, *options)
    assert result.code == 0
    assert f"wrote {letter}" in result.out
    assert "errata that the letter names: 2" in result.out
    assert "once it is sent: fiscal-notice errata --status reported --weight layout" in result.out
    assert "请逐条核实" in letter.read_text(encoding="utf-8")
    assert "is there already, the same" in run(defective, *options).out
    errata = defective / "resources" / "errata.csv"
    errata.write_text(errata.read_text(encoding="utf-8").replace("open", "fixed", 1), "utf-8")
    marked = run(defective, "errata", "--status", "reported", "--weight", "layout")
    assert "errata with the status reported: 1" in marked.out
    assert [row["status"] for row in read_csv(errata)] == ["fixed", "reported"]
    none = run(defective, "errata", "--status", "reported", "--weight", "material")
    assert "errata with the status reported: 0" in none.out


def test_without_open_errata_there_is_no_letter(mini: Path, run: Run) -> None:
    letter = mini / "letter.txt"
    result = run(mini, "--lang", "zh", "errata", "--letter", str(letter))
    assert result.code == 3
    assert "没有此类尚未反映的勘误" in result.err
    assert "发现：没有勘误" in result.err
    assert not letter.exists()


def test_a_letter_is_in_english_if_that_is_asked_for(defective: Path, run: Run) -> None:
    assert run(defective, "errata", "--accept", "TXT-13").code == 0
    letter = defective / "letter.txt"
    run(defective, "errata", "--letter", str(letter), "--weight", "layout", "--lang", "en")
    assert "Please verify each entry" in " ".join(letter.read_text(encoding="utf-8").split())


def test_a_letter_that_was_filled_in_is_not_replaced(defective: Path, run: Run) -> None:
    assert run(defective, "errata", "--accept", "TXT-13").code == 0
    letter = defective / "letter.docx"
    letter.write_bytes(b"filled in")
    result = run(defective, "errata", "--letter", str(letter), "--weight", "layout")
    assert result.code not in (0, 1)
    assert "it may be filled in" in result.err
    assert letter.read_bytes() == b"filled in"


def test_a_follow_up_has_nobody_to_write_to(run: Run, tmp_path: Path) -> None:
    letter = tmp_path / "letter.docx"
    result = run(ROOT / "resources" / "follow-up", "errata", "--letter", str(letter))
    assert result.code == 3
    assert "no one issuing body" in result.err
    assert not letter.exists()


def test_an_error_is_said_in_chinese(defective: Path, run: Run) -> None:
    result = run(defective, "--lang", "zh", "errata", "--accept", "TXT-14")
    assert result.code == 2
    assert "TXT-14 没有未列入勘误的结果" in result.err


def test_what_rests_on_an_answer_is_said(run: Run, tmp_path: Path) -> None:
    """The invented notice, one of whose grants is given a kind of transfer that it hasn't."""
    shutil.copy(DATA / "mini" / "notice.txt", tmp_path)
    answer = ("--set", "grants/1/transfer_type=devolved", "--said-by", "an invented person")
    run(tmp_path, "new", "made", "notice.txt", *answer)
    listed = run(tmp_path / "made", "errata").out
    assert "what was given by hand, not on the notice: grants:1 transfer_type = devolved" in listed
    said = run(tmp_path / "made", "validate").out
    assert "given: 1 finding may rest on what was given by hand, not on the notice" in said
    chinese = run(tmp_path / "made", "validate", "--lang", "zh").out
    assert "given：有1处检查结果可能出于人工补充的内容，而非通知本身" in chinese
    run(tmp_path / "made", "errata", "--accept", "COD-14")
    assert "given by hand" not in run(tmp_path / "made", "validate").out
    run(tmp_path, "new", "plain", "notice.txt")
    assert "given by hand" not in run(tmp_path / "plain", "errata").out
    assert "given by hand" not in run(tmp_path / "plain", "validate").out
