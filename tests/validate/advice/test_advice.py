"""Advice is published, said in two languages, bounded, and no verdict. All data are invented."""

from __future__ import annotations

import json
import string
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from fiscal_notice.cli.main import cli
from fiscal_notice.errors import PackageError
from fiscal_notice.model import Rule
from fiscal_notice.package import read_package
from fiscal_notice.package.table_reader import open_table
from fiscal_notice.schema_check import validate_schema
from fiscal_notice.validate import validate
from fiscal_notice.validate.advice import ADVICE, watched_rows
from fiscal_notice.validate.advice.inspected import Inspected
from fiscal_notice.validate.advice.messages import MESSAGES, Message
from validate.advice.kit import advised, table, write

OPEN_QUOTE = 'id,n\n1,"a\n2,b\n'


@pytest.fixture
def swallowed(tmp_path: Path) -> Path:
    return write(tmp_path, {"t.csv": OPEN_QUOTE}, table("t.csv", "id:integer", "n"))


@pytest.mark.parametrize("rule", ADVICE, ids=lambda rule: rule.id)
def test_a_statement_is_complete(rule: Rule) -> None:
    assert rule.severity == "advice"
    for text in (rule.statement, rule.statement_zh, rule.holds, rule.breaks, rule.basis):
        assert text[-1] in ".。", text


def test_ids_run_through() -> None:
    assert [rule.id for rule in ADVICE] == [f"ADV-{n:02}" for n in range(1, len(ADVICE) + 1)]


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES.keys())
def test_both_languages_say_the_same(message: Message) -> None:
    def places(text: str) -> set[str]:
        found = (name for _, name, _, _ in string.Formatter().parse(text) if name)
        return {name.removesuffix("_zh") for name in found}

    assert places(message.en) == places(message.zh)


def test_advice_changes_no_verdict(swallowed: Path) -> None:
    report = validate(swallowed)
    assert report.valid
    assert report.undeclared == ()
    assert [finding.rule for finding in report.advice] == ["ADV-01"]
    assert validate_schema(swallowed)["stats"]["errors"] == 0


def test_advice_beside_errors(tmp_path: Path) -> None:
    root = write(tmp_path, {"t.csv": 'id,n\nx,"a\n2,b\n'}, table("t.csv", "id:integer", "n"))
    report = validate(root)
    assert [finding.rule for finding in report.findings] == ["SCH-01", "ADV-01"]


def test_a_run_of_other_rules_gives_no_advice(swallowed: Path) -> None:
    assert validate(swallowed, ["SCH-01"]).advice == ()


def test_the_command_says_it_and_ends_well(swallowed: Path) -> None:
    result = CliRunner().invoke(cli, ["validate", str(swallowed)])
    assert result.exit_code == 0, result.output
    assert "ADV-01" in result.output
    chinese = CliRunner().invoke(cli, ["--lang", "zh", "validate", str(swallowed)])
    assert "引号未闭合" in chinese.output


def test_strict_ends_with_findings(swallowed: Path) -> None:
    assert CliRunner().invoke(cli, ["validate", "--strict", str(swallowed)]).exit_code == 1
    clean = table("t.csv", "id:integer", "n")
    write(swallowed, {"t.csv": "id,n\n1,a\n"}, clean)
    assert CliRunner().invoke(cli, ["validate", "--strict", str(swallowed)]).exit_code == 0


def test_strict_of_many_packages(tmp_path: Path) -> None:
    for name, text in (("a", OPEN_QUOTE), ("b", "id,n\n1,a\n")):
        (tmp_path / name).mkdir()
        write(tmp_path / name, {"t.csv": text}, table("t.csv", "id:integer", "n"))
    assert CliRunner().invoke(cli, ["validate", str(tmp_path)]).exit_code == 0
    result = CliRunner().invoke(cli, ["validate", "--strict", str(tmp_path)])
    assert result.exit_code == 1
    assert "ADV-01" in result.output


def test_strict_is_none_of_frictionless(swallowed: Path) -> None:
    arguments = ["validate", "--strict", "--format", "frictionless", str(swallowed)]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 2
    assert "--strict" in result.output


def test_json_has_advice_among_the_findings(swallowed: Path) -> None:
    result = CliRunner().invoke(cli, ["validate", "--format", "json", str(swallowed)])
    document = json.loads(result.output)
    assert document["valid"] is True
    assert document["counts"]["advice"] == 1
    (finding,) = document["findings"]
    assert (finding["rule"], finding["severity"]) == ("ADV-01", "advice")


def test_no_more_than_wanted_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    text = "a,b\n" + "x,\n" * 25
    resource = table("t.csv", "a", "b", primaryKey=["a", "b"])
    root = write(tmp_path, {"t.csv": text}, resource)
    report = validate(root, ["ADV-02"], limit=10)
    assert len(report.advice) == 10
    assert report.advised == 25


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"\xff\xfe", b"a\0b\n1,2\n", b"id,n\n\xff,1\n", b'"', b"\r\r\r", b"id,n\r1,a\r"],
)
def test_any_file_can_be_looked_at(tmp_path: Path, data: bytes) -> None:
    fields = ("id:integer", {"name": "n", "type": "string", "categories": ["a"]})
    keys = {"primaryKey": ["id", "n"], "uniqueKeys": [["n"]]}
    root = write(tmp_path, {"t.csv": data}, table("t.csv", *fields, hash="sha1:00", **keys))
    assert "ADV-08" in {finding.rule for finding in advised(root)}


def test_a_missing_file_is_no_matter_of_advice(tmp_path: Path) -> None:
    root = write(tmp_path, {}, table("t.csv", "id:integer", hash="sha1:00"))
    report = validate(root)
    assert not report.valid
    assert report.advice == ()


def test_a_table_without_anything_to_look_at_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large table that is proven clean, only what the schema gives cause for is read again."""
    read: list[tuple[str, ...]] = []
    rows_of = watched_rows.rows_of

    def counted(inspected: Inspected, names: Sequence[str]) -> Iterator[watched_rows.Some]:
        read.append(tuple(names))
        return rows_of(inspected, names)

    monkeypatch.setattr(watched_rows, "rows_of", counted)
    text = "a,b,c\n" + "".join(f"{n},{n},{'invented' * 10}\n" for n in range(15_000))
    plain = table("t.csv", "a:integer", "b:integer", "c")
    assert advised(write(tmp_path, {"t.csv": text}, plain)) == []
    assert read == []
    keyed = table("t.csv", "a:integer", "b:integer", "c", primaryKey=["a", "b"])
    assert advised(write(tmp_path, {"t.csv": text}, keyed)) == []
    assert read == [("a", "b")]


def test_a_wrong_descriptor_hides_nothing_of_the_other_resources(tmp_path: Path) -> None:
    keys = [{"fields": ["id"], "reference": {"resource": "none", "fields": ["id"]}}]
    linked = table("t.csv", "id:integer", "n", foreignKeys=keys)
    root = write(tmp_path, {"t.csv": OPEN_QUOTE}, linked, {"path": "t.csv"})
    report = validate(root)
    assert not report.valid
    assert [finding.rule for finding in report.advice] == ["ADV-01"]


def test_a_folder_in_place_of_a_file_is_no_matter_of_advice(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    assert validate(write(tmp_path, {}, table("d", "id:integer"))).advice == ()


@pytest.mark.parametrize("form", [7, [], "x", True, None])
def test_a_dialect_on_which_frictionless_fails(tmp_path: Path, form: object) -> None:
    resource = table("t.csv", "id:integer", "n", dialect={"delimiter": ",", "csv": form})
    report = validate(write(tmp_path, {"t.csv": OPEN_QUOTE}, resource))
    assert not report.valid
    assert report.advice == ()
    package = read_package(tmp_path)
    with (
        pytest.raises(PackageError, match="dialect cannot be read"),
        open_table(package, package.require("t")),
    ):
        pass
