"""``new --each``: many notices at once, each in a package of its own, whatever the others are."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import Run
from fiscal_notice.cli import new_each
from kit import DATA


def notice(number: int) -> str:
    """The invented notice with another number; two cities have names that the lists know."""
    text = (DATA / "mini" / "notice.txt").read_text(encoding="utf-8")
    text = text.replace("甲市", "广州市").replace("乙市", "深圳市")
    return text.replace("〔2020〕1号", f"〔2020〕{number}号")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a folder of three letters, and what else lies about there."""
    letters = tmp_path / "desk" / "letters"
    letters.mkdir(parents=True)
    for number in (3, 1, 2):
        (letters / f"letter{number}.txt").write_text(notice(number), encoding="utf-8")
    (letters / "~$letter1.docx").write_bytes(b"lock")
    (letters / "picture.png").write_bytes(b"\x89PNG")
    return letters.parent


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_every_source_is_a_package_of_its_own(desk: Path, run: Run) -> None:
    result = run(desk, "new", "made", "letters", "--each")
    assert result.code == 0, result.out + result.err
    assert names(desk / "made") == [f"moucaigong-2020-{n}" for n in (1, 2, 3)]
    lines = result.out.splitlines()
    assert [line.split("  ")[1] for line in lines[:3]] == [
        f"某财工〔2020〕{n}号" for n in (1, 2, 3)
    ]
    assert all("1,250,000 yuan" in line and "0 questions" in line for line in lines[:3])
    assert "3 sources: 3 without questions, 0 with questions, 0 that cannot be read." in lines


def test_a_package_is_that_which_new_makes_alone(desk: Path, run: Run) -> None:
    assert run(desk, "new", "alone", "letters/letter2.txt").code == 0
    assert run(desk, "new", "made", "letters", "--each").code == 0
    made = next(path for path in (desk / "made").iterdir() if path.name.endswith("-2"))
    files = sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file())
    assert files == sorted(
        path.relative_to(desk / "alone") for path in (desk / "alone").rglob("*") if path.is_file()
    )
    assert all((made / f).read_bytes() == (desk / "alone" / f).read_bytes() for f in files)
    assert made.stat().st_mode == (desk / "alone").stat().st_mode


def test_processes_give_what_one_gives(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = run(desk, "new", "one", "letters", "--each")
    monkeypatch.setattr(new_each, "_FEW", 0)
    many = run(desk, "new", "many", "letters", "--each")
    assert many.code == one.code == 0
    assert many.out.replace("many", "one") == one.out
    assert names(desk / "many") == names(desk / "one")


def test_a_second_notice_of_one_name_is_told_apart(desk: Path, run: Run) -> None:
    text = notice(1).replace("广州市", "珠海市")
    (desk / "other.txt").write_text(text, encoding="utf-8")
    arguments = ("new", "made", "letters/letter1.txt", "other.txt", "--each")
    result = run(desk, *arguments)
    assert result.code == 0, result.out + result.err
    first, second = names(desk / "made")
    assert second == f"{first}-2"
    assert f"another notice is {first}" in result.out
    descriptor = json.loads((desk / "made" / second / "datapackage.json").read_text("utf-8"))
    assert descriptor["name"] == second
    again = run(desk, *arguments)
    assert names(desk / "made") == [first, second]
    assert again.out.count("(renewed)") == 2


def test_what_people_answered_is_kept_when_it_is_done_again(desk: Path, run: Run) -> None:
    run(desk, "new", "made", "letters/letter1.txt", "--each")
    (name,) = names(desk / "made")
    given = ("--set", "phase=allocation", "--said-by", "the office")
    assert run(desk, "new", f"made/{name}", *given).code == 0
    assert run(desk, "new", "made", "letters", "--each").code == 0
    assert "the office" in (desk / "made" / name / "resources" / "given.csv").read_text("utf-8")


def test_one_that_cannot_be_read_does_not_stop_the_others(desk: Path, run: Run) -> None:
    (desk / "letters" / "a.docx").write_bytes(b"PK\x03\x04")
    result = run(desk, "new", "made", "letters", "gone.txt", "--each")
    assert result.code == 1
    assert len(names(desk / "made")) == 3
    assert "3 without questions, 0 with questions, 2 that cannot be read" in result.out
    summary = result.out.split("\n\n")[1]
    assert "a.docx: " in summary
    assert "gone.txt: there is no such file" in summary
    chinese = run(desk, "new", "made", "letters", "gone.txt", "--each", "--lang", "zh")
    assert "3 个没有问题，0 个有问题，2 个无法读取" in chinese.out
    assert "there is no such file" not in chinese.out


def test_what_is_open_is_counted(desk: Path, run: Run) -> None:
    path = desk / "letters" / "letter2.txt"
    path.write_text(notice(2).replace("下放市县专项资金", "专项资金"), encoding="utf-8")
    result = run(desk, "new", "made", "letters", "--each")
    assert result.code == 1
    assert "2 without questions, 1 with questions, 0 that cannot be read" in result.out


def test_nothing_is_written_with_check_only(desk: Path, run: Run) -> None:
    result = run(desk, "new", "made", "letters", "--each", "--check-only")
    assert result.code == 0, result.err
    assert "Nothing was written" in result.out
    assert names(desk) == ["letters"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["made", "--each"], 2, "no original is named"),
        (["made", "letters", "--each", "--name", "one"], 2, "one name cannot be that of many"),
        (["made", "empty", "--each"], 3, "no file of a known kind"),
        (["letters/letter1.txt", "letters", "--each"], 3, "cannot write"),
        (["package", "letters", "--each"], 3, "the folder is a package"),
    ],
)
def test_a_careless_hand_is_told_what_is_wrong(
    desk: Path, run: Run, arguments: list[str], code: int, words: str
) -> None:
    (desk / "empty").mkdir()
    (desk / "package").mkdir()
    (desk / "package" / "datapackage.json").write_text("{}", encoding="utf-8")
    before = names(desk)
    result = run(desk, "new", *arguments)
    assert result.code == code, result.out + result.err
    assert words in result.err
    assert names(desk) == before


def test_none_that_can_be_read(desk: Path, run: Run) -> None:
    shutil.rmtree(desk / "letters")
    (desk / "a.pdf").write_bytes(b"%PDF-1.4")
    result = run(desk, "new", "made", "a.pdf", "--each")
    assert result.code == 3
    assert "0 without questions, 0 with questions, 1 that cannot be read" in result.out
    assert not (desk / "made").exists()


def test_ctrl_c_leaves_whole_packages_only(desk: Path) -> None:
    for number in range(4, 200):
        (desk / "letters" / f"letter{number}.txt").write_text(notice(number), encoding="utf-8")
    command = [sys.executable, "-m", "fiscal_notice", "new", "made", "letters", "--each"]
    running = subprocess.Popen(
        command, cwd=desk, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stdout
    assert running.stdout.readline()
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 3
    assert said.strip() == "Interrupted; nothing was left half-written."
    left = names(desk / "made")
    assert 1 <= len(left) < 199
    assert not [name for name in left if name.startswith(".")]
    assert all((desk / "made" / name / "datapackage.json").exists() for name in left)
