"""Wrong usage, unknown names, foreign packages, targets that cannot be written."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from cli.conftest import Run, contents, refused


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["--nonsense"],
        ["validate", "--format", "pdf"],
        ["validate", "--limit", "many"],
        ["validate", "--limit", "-1"],
        ["trace"],
        ["trace", "grants"],
        ["diff"],
        ["--root", "nowhere", "validate"],
        ["--lang", "fr", "rules"],
        ["extract", "--check", "surplus"],
    ],
)
def test_wrong_usage_has_its_own_code(mini: Path, run: Run, arguments: list[str]) -> None:
    result = run(mini, *arguments)
    assert result.code == 2
    assert "Usage:" in result.err
    assert result.out == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["validate", "--rule", "TOT-99"], ["no rule is called TOT-99", "did you mean"]),
        (["validate", "--rule", ""], ["no rule"]),
        (["trace", "grant", "3"], ["no table grant", "grants"]),
        (["trace", "transcript", "3"], ["no table transcript"]),
        (["trace", "grants", "99"], ["no row 99", "grant_id"]),
        (["trace", "grants", ""], ["grants has no row"]),
        (["trace", "indicator_targets", "1"], ["indicator_id/part_no"]),
        (["trace", "grants", "3", "amount"], ["no field amount", "amount_yuan"]),
        (["trace", "errata", "E-01"], ["this one is empty"]),
    ],
)
def test_an_unknown_name_is_wrong_usage_and_the_nearest_is_named(
    mini: Path, run: Run, arguments: list[str], words: list[str]
) -> None:
    result = run(mini, *arguments)
    assert result.code == 2
    for word in words:
        assert word in result.err


@pytest.mark.parametrize(
    "command",
    [["validate"], ["extract"], ["trace", "grants", "3"], ["release"], ["diff", "."]],
    ids=lambda command: command[0],
)
def test_no_package_here(tmp_path: Path, run: Run, command: list[str]) -> None:
    refused(run(tmp_path, *command), "datapackage.json")


@pytest.mark.parametrize("name", ["none.zip", "none.json", "none", "plain.txt"])
def test_validate_what_is_no_package(mini: Path, run: Run, name: str) -> None:
    (mini / "plain.txt").write_text("x", encoding="utf-8")
    refused(run(mini, "validate", name), name)


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A data package that has nothing to do with fiscal notices."""
    folder = tmp_path / "foreign"
    folder.mkdir()
    (folder / "towns.csv").write_text("id,name\n1,Alkmaar\n2,Berchem\n", encoding="utf-8")
    fields = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]
    table = {"name": "towns", "type": "table", "path": "towns.csv", "schema": {"fields": fields}}
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "towns",
        "resources": [table],
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def test_a_foreign_package_is_checked_as_far_as_its_schemas_go(foreign: Path, run: Run) -> None:
    result = run(foreign, "validate")
    assert (result.code, result.err) == (0, "")
    (foreign / "towns.csv").write_text("id,name\none,Alkmaar\n", encoding="utf-8")
    result = run(foreign, "validate")
    assert result.code == 1
    assert "one" in result.out


@pytest.mark.parametrize("command", [["extract"], ["trace", "towns", "1/Alkmaar"]])
def test_a_foreign_package_has_no_transcript(foreign: Path, run: Run, command: list[str]) -> None:
    before = contents(foreign)
    refused(run(foreign, *command), "no resource")
    assert contents(foreign) == before


def test_a_foreign_package_differs_by_every_table(foreign: Path, mini: Path, run: Run) -> None:
    result = run(foreign, "diff", ".", str(mini))
    assert result.code == 1
    assert "+ grants" in result.out
    assert "- towns" in result.out


@pytest.mark.parametrize("blocked", ["file", "file above"])
def test_a_release_into_what_is_no_folder(mini: Path, run: Run, blocked: str) -> None:
    (mini / "out").write_text("mine", encoding="utf-8")
    before = contents(mini)
    result = run(mini, "release", "--out", "out" if blocked == "file" else "out/below")
    refused(result, "cannot write")
    assert contents(mini) == before


def test_a_fault_of_our_own_is_one_message_too(
    mini: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("nobody thought of this")

    monkeypatch.setattr("fiscal_notice.notice.extract.run.extract", broken)
    result = run(mini, "extract")
    assert result.code == 3
    assert result.err.startswith("fiscal-notice has a fault of its own: KeyError")
    assert "-v" in result.err
    result = run(mini, "-v", "extract")
    assert result.code == 3
    assert "Traceback" in result.err


def test_the_file_system_may_refuse_anything(
    mini: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "resources/grants.csv")

    monkeypatch.setattr("fiscal_notice.notice.extract.run.extract", refuse)
    result = run(mini, "extract")
    assert (result.code, result.err) == (3, "resources/grants.csv: Permission denied\n")


@pytest.mark.parametrize(
    "where", ["fiscal_notice.notice.extract.run.extract", "fiscal_notice.cli.main.cli.main"]
)
def test_an_interruption_is_one_line(
    mini: Path, run: Run, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(where, interrupt)
    result = run(mini, "extract")
    assert result.code == 3
    assert result.err.strip() == "Interrupted; nothing was left half-written."


def test_an_interruption_that_an_import_wraps_is_one_line_too(
    mini: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrapped(*_: object) -> None:
        raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()

    monkeypatch.setattr("fiscal_notice.notice.extract.run.extract", wrapped)
    result = run(mini, "extract")
    assert (result.code, result.err) == (3, "Interrupted; nothing was left half-written.\n")


def test_a_zip_is_validated_and_a_harmful_one_refused(mini: Path, run: Run) -> None:
    archive = mini.parent / "mini.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path, content in contents(mini).items():
            packed.writestr(str(path.relative_to(mini)), content)
    assert run(mini, "validate", str(archive)).code == 0
    with zipfile.ZipFile(archive, "a") as packed:
        packed.writestr("../outside.txt", "x")
    refused(run(mini, "validate", str(archive)), "mini.zip", "leaves its folder", "../outside.txt")
    assert not (mini.parent / "outside.txt").exists()
