"""Whoever asks for Chinese is told in Chinese what stands in the way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import fiscal_notice
import fiscal_notice_ckan
from fiscal_notice.cli.common import language_of, show_usage
from fiscal_notice.cli.main import cli
from fiscal_notice.errors import FiscalNoticeError, PackageError
from fiscal_notice.translation import error_in_chinese, in_chinese, templates
from fiscal_notice_ckan.errors import PortalError, PreflightError

HOLE = "{}"
# Functions that make an error of what they are given, and which of it are words.
MAKERS = {"_broken": (0, 3), "_missing": (0,), "_sheet_error": (0,), "_cut_off": (0, 2)}
WORDS = ("problem", "found", "expected", "hint")
# Lists of reasons that PreflightError is given.
REASONS = (
    *("preflight.py", "datastore_tables.py", "host.py", "scheming.py", "verify.py"),
    "authority_tables.py",
)


def texts_of(node: ast.expr) -> list[str]:
    """The templates that an expression may give; a hole for what is known only when it runs."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr():
            return ["".join(p.value if isinstance(p, ast.Constant) else HOLE for p in node.values)]  # type: ignore[misc]
        case ast.BinOp(op=ast.Add()):
            return [a + b for a in texts_of(node.left) for b in texts_of(node.right)]
        case ast.IfExp():
            return texts_of(node.body) + texts_of(node.orelse)
        case ast.BoolOp():
            return [text for value in node.values for text in texts_of(value)]
    return [HOLE]


def errors() -> set[str]:
    """The names of all errors that a person may be shown."""
    found, open_ = {"UsageError"}, [FiscalNoticeError]
    while open_:
        one = open_.pop()
        found.add(one.__name__)
        open_ += one.__subclasses__()
    return found


def said() -> Iterator[tuple[str, str]]:
    """Every template that an error is given in the source, and where."""
    shown = errors()
    for package in (fiscal_notice, fiscal_notice_ckan):
        root = Path(str(package.__file__)).parent
        for path in sorted(root.rglob("*.py")):
            # What is inside the portal speaks to CKAN.
            if "inside" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for text in given(node, shown, path.name):
                    yield text, f"{path.name}:{node.lineno}"  # type: ignore[attr-defined]


def given(node: ast.AST, shown: set[str], file: str) -> list[str]:
    if isinstance(node, ast.Yield) and node.value is not None and file in REASONS:
        return texts_of(node.value)
    if not isinstance(node, ast.Call):
        return []
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if name == "Question":
        asked = [k.value for k in node.keywords if k.arg in ("what", "answer")]
        return [text for value in asked for text in texts_of(value)]
    if name == "say" and node.args:
        return texts_of(node.args[0])
    if name in MAKERS:
        values = [node.args[place] for place in MAKERS[name] if place < len(node.args)]
    elif name in shown:
        values = node.args[:1]
    else:
        return []
    values += [word.value for word in node.keywords if word.arg in WORDS]
    return [text for value in values for text in texts_of(value)]


def is_words(text: str) -> bool:
    """Whether a template has words of English, apart from what is put in."""
    return re.search(r"[A-Za-z]{2}", text.replace(HOLE, "")) is not None


def test_every_error_has_chinese_words() -> None:
    lacking = {text: place for text, place in said() if is_words(text) and not known(text)}
    assert lacking == {}


def known(text: str) -> bool:
    """Whether all of a text has Chinese words; a hole may swallow the rest of a longer one."""
    filled = text.replace(HOLE, "X")
    made = in_chinese(filled)
    rest = re.sub(r"fiscal-notice( [a-z-]+)+", "", made)
    return text in templates() or (made != filled and not re.search(r"([a-z]{2,} ){2}[a-z]", rest))


def test_there_are_errors_to_find() -> None:
    assert len({text for text, _ in said()}) > 300
    assert {place.partition(":")[0] for _, place in said()} >= set(REASONS)


@pytest.mark.parametrize(("english", "chinese"), templates().items())
def test_chinese_words_take_what_the_english_are_given(english: str, chinese: str) -> None:
    values = [f"X{number}X" for number in range(english.count(HOLE))]
    filled = english
    for value in values:
        filled = filled.replace(HOLE, value, 1)
    made = chinese.format(*values)
    assert all(value in made for value in values)
    assert in_chinese(filled) == made or english.count(HOLE) > 1


def test_an_error_in_chinese_has_all_its_parts() -> None:
    error = PackageError(
        "two resources are called t",
        file="datapackage.json",
        line=3,
        found="(empty)",
        expected="each name once",
        hint="restore the file",
    )
    assert error_in_chinese(error) == (
        "datapackage.json 第3行：有两个资源都名为 t\n"
        "  发现：（空）\n  应为：名称不重复\n  可试：请恢复该文件"
    )


def test_all_reasons_of_preflight_are_told_in_chinese() -> None:
    error = PreflightError(["the package has no title", "something that nobody has translated"])
    assert error_in_chinese(error) == (
        "未发布：2 个问题\n  - 数据包没有标题\n  - something that nobody has translated\n"
        "  现状：与之前相同；没有写入任何内容"
    )


def test_what_the_portal_holds_is_said_last() -> None:
    error = PortalError("the portal still shows the dataset", hint="restore the file")
    error.now = "no dataset of this name"
    assert str(error).endswith(
        "\n  try:      restore the file\n  now:      no dataset of this name"
    )
    assert error_in_chinese(error).endswith("\n  可试：请恢复该文件\n  现状：没有同名数据集")


def test_what_is_put_in_stays_as_it_is() -> None:
    assert in_chinese("two resources are called {0} or {}") == "有两个资源都名为 {0} or {}"
    assert in_chinese("a name\nof two lines") == "a name\nof two lines"


@pytest.mark.parametrize(
    ("arguments", "lang"),
    [
        (["validate"], "en"),
        (["--lang", "zh", "validate"], "zh"),
        (["validate", "--lang=zh"], "zh"),
        (["--lang", "zh", "validate", "--lang", "en"], "en"),
        (["validate", "zh"], "en"),
        (["--lang", "fr"], "en"),
    ],
)
def test_the_language_is_known_before_arguments_are_understood(
    arguments: list[str], lang: str
) -> None:
    assert language_of(arguments) == lang


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate", "--no-such"],
        ["validate", "--limit", "-1"],
        ["validate", "--limit", "x"],
        ["validate", "--format", "pdf"],
        ["validate", "--limit"],
        ["nothing"],
        ["trace"],
        ["extract", "one"],
        ["--root", "nowhere", "extract"],
        ["portal", "up", "--ckan", "1"],
    ],
)
def test_wrong_usage_is_told_in_chinese(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(click.ClickException) as caught:
        cli.main(["--lang", "zh", *arguments], standalone_mode=False)
    show_usage(caught.value, "zh")
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("错误：")
    # Only what was typed, and the names of options, are in other letters.
    assert re.search(r"[a-z]+ [a-z]+ [a-z]+", last) is None, last
