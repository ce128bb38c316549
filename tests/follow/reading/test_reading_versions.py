"""Two versions of one form are told apart, and the newer wins only when that is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.errors import TargetError
from fiscal_notice.validate import validate
from follow.kit import real_notice
from follow.reading.form_kit import grant, make_form, read_into, saved, tables_in

CITY = "601"


def form(path: Path, amount: int, day: str = "2021-04-01", city: str = CITY, **head: Any) -> Path:
    row = {**grant(real_notice(), city), "amount_yuan": amount}
    said = [("填报单位", "示例市财政局"), ("填报日期", day), *head.items()]
    return saved(make_form(real_notice(), city, {"payments": [row]}, head=said), path)


def paid(folder: Path) -> list[int]:
    return [int(str(row["amount_yuan"])) for row in tables_in(folder).rows("payments")]


def test_a_second_version_is_refused_and_the_first_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    read_into(out, form(tmp_path / "a.xlsx", 1))
    again = read_into(out, form(tmp_path / "b.xlsx", 2), form(tmp_path / "c.xlsx", 3, city="602"))
    assert paid(out) == [1, 3]
    assert not again.fine
    conflict = again.merged.conflicts[0]
    assert (conflict.older.evidence["path"], conflict.newer.evidence["path"]) == (
        "a.xlsx",
        "b.xlsx",
    )


def test_of_two_new_versions_neither_is_taken(tmp_path: Path) -> None:
    result = read_into(tmp_path / "out", form(tmp_path / "a.xlsx", 1), form(tmp_path / "b.xlsx", 2))
    assert not result.fine
    assert len(result.merged.conflicts) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("day", "wins"), [("2021-05-01", 2), ("2021-03-01", 1), ("2021-04-01", 2), ("", 2)]
)
def test_the_newer_wins_when_said(tmp_path: Path, day: str, wins: int) -> None:
    out = tmp_path / "out"
    read_into(out, form(tmp_path / "a.xlsx", 1))
    result = read_into(out, form(tmp_path / "b.xlsx", 2, day), newer_wins=True)
    assert paid(out) == [wins]
    evidence = {row["path"]: row for row in result.merged.record.rows("evidence")}
    loser, winner = ("a.xlsx", "b.xlsx") if wins == 2 else ("b.xlsx", "a.xlsx")
    assert evidence[loser]["superseded_by"] == evidence[winner]["evidence_id"]
    assert evidence[winner].get("superseded_by") is None
    assert validate(out).valid
    # The loser read once more stays superseded, whatever is said.
    for said in (True, False):
        once_more = read_into(out, tmp_path / loser, newer_wins=said)
        assert once_more.changed == []
        assert once_more.merged.gone == [(loser, winner)]


def test_forms_of_two_periods_stand_beside_each_other(tmp_path: Path) -> None:
    first = form(tmp_path / "a.xlsx", 1, 所属时期="2021-06")
    second = form(tmp_path / "b.xlsx", 2, 所属时期="2021-12")
    read_into(tmp_path / "out", first, second)
    assert sorted(paid(tmp_path / "out")) == [1, 2]


def test_the_order_of_reading_changes_nothing(tmp_path: Path) -> None:
    paths = [form(tmp_path / f"{city}.xlsx", 5, city=city) for city in ("603", "601", "602")]
    read_into(tmp_path / "one", *paths)
    for path in reversed(paths):
        read_into(tmp_path / "two", path)
    for path in (tmp_path / "one").rglob("*.csv"):
        twin = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.read_bytes() == twin.read_bytes()


def test_tables_without_rows_are_taken_away(tmp_path: Path) -> None:
    out = tmp_path / "out"
    row = {**grant(real_notice(), CITY), "amount_yuan": "见附件", "payer": "示例"}
    bad = saved(make_form(real_notice(), CITY, {"payments": [row]}), tmp_path / "a.xlsx")
    read_into(out, bad)
    assert (out / "resources" / "unplaced.csv").is_file()
    read_into(out, form(tmp_path / "b.xlsx", 7, "2021-06-01"), newer_wins=True)
    assert not (out / "resources" / "unplaced.csv").exists()
    assert validate(out).valid


def test_check_only_and_blank_forms_write_nothing(tmp_path: Path) -> None:
    path = form(tmp_path / "a.xlsx", 1)
    assert read_into(tmp_path / "out", path, check_only=True).heard == [CITY]
    blank = saved(make_form(real_notice(), "602", {}, head=()), tmp_path / "blank.xlsx")
    result = read_into(tmp_path / "out", blank)
    assert result.fine
    assert result.heard == []
    assert not (tmp_path / "out").exists()


def test_another_package_is_left_as_it_is(tmp_path: Path, mini: Path) -> None:
    before = {p: p.read_bytes() for p in mini.rglob("*") if p.is_file()}
    with pytest.raises(TargetError, match="another package"):
        read_into(mini, form(tmp_path / "a.xlsx", 1))
    assert {p: p.read_bytes() for p in mini.rglob("*") if p.is_file()} == before
