"""Forms that ``follow new`` made and invented cities filled come back as they were filled in."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fiscal_notice.cli.main import cli
from fiscal_notice.validate import validate
from follow.fill import column_moved, edited, fill, half_filled, no_workbook, put, truncated
from follow.fill import saved_by_libreoffice as resaved
from follow.kit import invented_city, real_notice
from follow.reading.form_kit import read_into, read_one, rows_in, tables_in
from kit import ROOT

CITIES = ("601", "603", "605")
OWN = {"evidence_id", "position", "sheet", "cell", "evaluation_id", "sha256"}
#: What a form of ours has no place for.
NOT_ASKED = {"level1_points", "level2_points"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A filled form of each of three cities."""
    folder = tmp_path_factory.mktemp("forms")
    cities = [word for city in CITIES for word in ("--city", city)]
    words = ["follow", "new", *cities, "--format", "xlsx", "--out", str(folder)]
    done = CliRunner().invoke(cli, [*words, "--root", str(ROOT)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    paths = {path.name[:3]: path for path in folder.glob("*.xlsx")}
    return {city: fill(paths[city], invented_city(real_notice(), city)) for city in CITIES}


def shown(row: dict[str, Any]) -> list[tuple[str, str]]:
    """A row without what says where it comes from, numbers in one form."""
    return sorted(
        (name, f"{value.normalize():f}" if isinstance(value, Decimal) else str(value))
        for name, value in row.items()
        if value is not None and name not in OWN | NOT_ASKED
    )


def test_what_was_filled_in_is_what_is_read(made: dict[str, Path], tmp_path: Path) -> None:
    result = read_into(tmp_path / "out", *made.values())
    assert result.fine
    assert result.heard == list(CITIES)
    record = tables_in(tmp_path / "out")
    office = ("region_code", "reported_by", "reported_on")
    given = ("announced_yuan", "recipient_as_printed")
    for city in CITIES:
        for table, rows in invented_city(real_notice(), city).tables.items():
            read = [row for row in record.rows(table) if row["region_code"] == city]
            known = [
                shown({k: v for k, v in row.items() if k not in office + given}) for row in read
            ]
            wanted = [shown({k: v for k, v in dict(row).items() if k not in office + given})
                      for row in rows]  # fmt: skip
            assert sorted(known) == sorted(wanted), table
    assert validate(tmp_path / "out").valid


def test_libreoffice_changes_nothing(made: dict[str, Path], tmp_path: Path) -> None:
    before, after = read_one(made["603"]), read_one(resaved(made["603"], tmp_path / "office"))
    assert after.unplaced == ()
    assert dict(after.rows) == dict(before.rows)
    for table in before.rows:
        pairs = zip(rows_in(before, table), rows_in(after, table), strict=True)
        assert all(shown(old) == shown(new) for old, new in pairs), table


@pytest.mark.parametrize(
    ("change", "table"),
    [
        (column_moved("payments", "amount_yuan"), "payments"),
        (column_moved("confirmed_targets", "unit"), "confirmed_targets"),
        (lambda book: book["支付"].insert_rows(5, 3), "payments"),
        (lambda book: book["支付"].insert_cols(2), "payments"),
        (lambda book: book.__delitem__("_form"), "stages"),
    ],
)
def test_moved_columns_and_rows_give_the_same(
    made: dict[str, Path], tmp_path: Path, change: Callable[[Any], None], table: str
) -> None:
    after = read_one(edited(made["601"], change, tmp_path / "edited.xlsx"))
    assert after.error is None
    before = read_one(made["601"])
    assert [shown(r) for r in rows_in(after, table)] == [shown(r) for r in rows_in(before, table)]


def test_half_a_form_and_broken_ones(made: dict[str, Path], tmp_path: Path) -> None:
    half = read_one(edited(made["601"], half_filled, tmp_path / "half.xlsx"))
    assert set(half.rows) == {"stages", "budgets"}
    assert half.unplaced == ()
    copies = [tmp_path / "cut.xlsx", tmp_path / "text.xlsx"]
    for path, spoil in zip(copies, (truncated, no_workbook), strict=True):
        path.write_bytes(made["601"].read_bytes())
        spoil(path)
        assert read_one(path).error is not None


def test_a_target_lowered_and_a_payment_in_december_are_taken_as_they_stand(
    made: dict[str, Path], tmp_path: Path
) -> None:
    path = edited(made["601"], put("payments", "paid_on", "2020年12月30日"), tmp_path / "a.xlsx")
    path = edited(path, put("confirmed_targets", "announced_as_printed", "1家"))
    form = read_one(path)
    assert form.unplaced == ()
    assert rows_in(form, "payments")[0]["paid_on"] == "2020-12-30"
    assert rows_in(form, "confirmed_targets")[0]["announced_as_printed"] == "1家"
