"""What is not installed is not needed, or is named: where, what, and how to get it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from cli.conftest import Run, refused
from kit import ROOT

PUBLISH = ("ckanapi", "requests_toolbelt", "requests")
EXPLORE = ("datasette", "uvicorn")
CLUSTER = ("dask", "distributed")
ORIGINALS = ("docx", "lxml", "pdfplumber", "pypinyin", "python_calamine")
# What frictionless itself brings along is there all the same.
ABSENT = (*PUBLISH[:2], *EXPLORE, *CLUSTER)
WITHOUT = f"""
import sys
sys.modules.update(dict.fromkeys({ABSENT!r}))
from fiscal_notice.__main__ import entry_point
entry_point()
"""
NEEDS = [
    *((["publish"], name) for name in PUBLISH),
    (["publish", "--dry-run", "--url", "http://127.0.0.1:1"], "ckanapi"),
    (["rollback", "1.0.0"], "ckanapi"),
    (["unpublish", "mini"], "ckanapi"),
    (["portal", "up"], "ckanapi"),
    (["portal", "down"], "ckanapi"),
    (["portal", "status"], "ckanapi"),
    *((["diff", "http://127.0.0.1:1/dataset/mini"], name) for name in PUBLISH),
    *((["explore"], name) for name in EXPLORE),
    *((["new", "other", "resources/source/notice.txt"], name) for name in ORIGINALS),
    (["follow", "new"], "docx"),
    *((["validate", "--cluster", "tcp://127.0.0.1:1"], name) for name in CLUSTER),
]
EXTRAS = dict.fromkeys(PUBLISH, "publish")
EXTRAS |= dict.fromkeys(ORIGINALS, "originals")
EXTRAS |= dict.fromkeys(EXPLORE, "explore") | dict.fromkeys(CLUSTER, "cluster")
# Of what originals are read with, forms are written with one.
FORMS = "forms"


@pytest.mark.parametrize(("command", "lacks"), NEEDS)
def test_a_command_names_the_extra_that_it_needs(
    mini: Path, run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str], lacks: str
) -> None:
    monkeypatch.setitem(sys.modules, lacks, None)
    extra = FORMS if command[0] == "follow" else EXTRAS[lacks]
    install = f'pip install "fiscal-notice[{extra}]"'
    result = run(mini, *command)
    refused(result, sys.prefix, "not installed", f"no module {lacks}", install)
    assert not (mini / "dist").exists()
    assert not (mini / "forms").exists()
    chinese = run(mini, *command, "--lang", "zh")
    assert chinese.code == 3
    for words in (sys.prefix, "尚未安装", f"缺少模块 {lacks}", f"可试：{install}"):
        assert words in chinese.err


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["extract", "--check"], 0),
        (["validate"], 0),
        (["rules"], 0),
        (["trace", "grants", "1"], 0),
        (["diff", ".", "."], 0),
        (["release", "--out", "out"], 0),
        (["site", "--out", "site"], 0),
        (["publish"], 3),
        (["diff", "http://127.0.0.1:1/dataset/mini"], 3),
        (["--help"], 0),
    ],
)
def test_all_else_runs_without_any_extra(mini: Path, command: list[str], code: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *command],
        cwd=mini,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "fault of its own" not in done.stderr
    if command[0] == "release":
        assert {path.suffix for path in (mini / "out").iterdir()} >= {".zip"}
    if command[0] == "site":
        assert (mini / "site" / "index.html").exists()


def test_the_modules_are_those_of_the_extras() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras: dict[str, list[str]] = project["optional-dependencies"]
    for name, extra in EXTRAS.items():
        # distributed brings dask along.
        wanted = {"dask": "distributed", "docx": "python-docx"}.get(name, name.replace("_", "-"))
        assert any(line.startswith(wanted) for line in extras[extra])
        assert not any(line.startswith(wanted) for line in project["dependencies"])
    assert [line.partition(">")[0] for line in extras[FORMS]] == ["python-docx"]
    [everything] = extras["all"]
    named = everything.removeprefix("fiscal-notice[").removesuffix("]").split(",")
    assert set(named) == {*EXTRAS.values(), FORMS}
    assert "fiscal-notice[all]" in extras["dev"]
