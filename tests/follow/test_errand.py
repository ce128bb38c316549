"""A whole errand by the command line: 21 forms go out, 19 come back, and what each step says.

Two of those that come back are broken, one was saved again by LibreOffice, one has a column
elsewhere, one a lower target, one a payment in December. All that they hold is invented, and the
notice's descriptor says so of the notice, too.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from fiscal_notice.follow.record import read_record
from fiscal_notice.package import read_package
from follow.fill import (
    column_moved,
    edited,
    fill,
    no_workbook,
    put,
    saved_by_libreoffice,
    truncated,
)
from follow.kit import INVENTED, invented_city, real_notice
from kit import copy_package

CUT_OFF, NO_WORKBOOK, RE_SAVED, MOVED, LOWERED, EARLY = "602", "603", "604", "605", "606", "607"
SILENT = ("620", "621")
"""The codes of the regions whose forms are not as they should be, or didn't come back."""
READ = ("follow", "read", "returned", "--out", "follow-up", "--as-of", "2022-04-01")


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and all that it printed."""

    code: int
    text: str


def run(folder: Path, *arguments: str) -> Said:
    done = subprocess.run(
        [sys.executable, "-m", "fiscal_notice", "--root", "notice", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stdout, done.stdout
    return Said(done.returncode, done.stdout)


def on_follow_up(folder: Path, *arguments: str) -> Said:
    return run(folder, *arguments, "--root", "follow-up")


def name_of(region: str) -> str:
    return real_notice().regions[region]["name"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk of the province: the notice, the forms, and those that came back."""
    folder = tmp_path_factory.mktemp("errand")
    notice = copy_package(folder / "notice")
    path = notice / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8")) | {"invented": True}
    descriptor.pop("related", None)
    path.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")
    made = run(folder, "follow", "new", "--format", "xlsx", "--out", "forms")
    assert made.code == 0, made.text
    (folder / "returned").mkdir()
    for form in sorted((folder / "forms").iterdir()):
        region = form.name.partition("-")[0]
        if region not in SILENT:
            # A city calls its file as it likes.
            back = folder / "returned" / f"{name_of(region)}（盖章）.xlsx"
            fill(form, invented_city(real_notice(), region), back)
    return folder


def returned(desk: Path, region: str) -> Path:
    return desk / "returned" / f"{name_of(region)}（盖章）.xlsx"


@pytest.fixture(scope="module")
def read(desk: Path) -> Said:
    """What the first reading of all says, after something has happened to six of them."""
    truncated(returned(desk, CUT_OFF))
    no_workbook(returned(desk, NO_WORKBOOK))
    saved_by_libreoffice(returned(desk, RE_SAVED), desk / "office").replace(
        returned(desk, RE_SAVED)
    )
    edited(returned(desk, MOVED), column_moved("payments", "amount_yuan"))
    edited(returned(desk, LOWERED), put("confirmed_targets", "target_value", 0))
    edited(returned(desk, EARLY), put("payments", "paid_on", date(2020, 12, 15)))
    return run(desk, *READ)


def rows(desk: Path, table: str) -> list[dict[str, str]]:
    path = desk / "follow-up" / "resources" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_form_goes_to_every_region(desk: Path) -> None:
    assert len(list((desk / "forms").iterdir())) == len(real_notice().regions) == 21


def test_broken_forms_are_named_and_the_others_taken(desk: Path, read: Said) -> None:
    assert read.code == 1
    refused = [line for line in read.text.splitlines() if line.startswith("✗")]
    assert len(refused) == 2
    for region in (CUT_OFF, NO_WORKBOOK):
        assert sum(returned(desk, region).name in line for line in refused) == 1
    assert "19 forms: 17 read, 2 that cannot be read." in read.text
    for region in (CUT_OFF, NO_WORKBOOK, *SILENT):
        assert name_of(region) in read.text.partition("Missing: ")[2]


@pytest.mark.parametrize("region", [RE_SAVED, MOVED])
def test_what_was_filled_in_is_read_wherever_it_stands(desk: Path, read: Said, region: str) -> None:
    city = invented_city(real_notice(), region)
    record = read_record(read_package(desk / "follow-up"))
    for table, wanted in city.tables.items():
        found = [row for row in record.rows(table) if row["region_code"] == region]
        assert len(found) == len(wanted), table
        for one, other in zip(found, wanted, strict=True):
            for name in ("amount_yuan", "paid_on", "happened_on", "executed_yuan", "score"):
                assert one.get(name) == other.get(name), (table, name)


def test_reading_again_changes_nothing(desk: Path, read: Said) -> None:
    before = {path: path.read_bytes() for path in (desk / "follow-up").rglob("*.csv")}
    again = run(desk, *READ)
    assert "follow-up is as it was" in again.text
    assert {path: path.read_bytes() for path in (desk / "follow-up").rglob("*.csv")} == before


def test_the_package_says_that_it_is_invented(desk: Path, read: Said) -> None:
    package = read_package(desk / "follow-up")
    assert INVENTED in package.title("zh")
    assert package.descriptor["invented"] is True


def test_each_finding_names_the_city_the_file_and_the_cell(desk: Path, read: Said) -> None:
    checked = run(desk, "follow", "check", "follow-up")
    assert checked.code == 1
    found = {row["region_code"]: row for row in rows(desk, "evidence")}
    assert set(found) == set(real_notice().regions) - {CUT_OFF, NO_WORKBOOK, *SILENT}
    early = checked.text.partition(f"({EARLY})")[2].partition("\n\n")[0]
    assert "FOL-06" in early
    assert f"{returned(desk, EARLY).name}, 支付!H5: Paid on is 2020-12-15" in early
    lowered = checked.text.partition(f"({LOWERED})")[2].partition("\n\n")[0]
    assert "FOL-24" in lowered
    assert f"{returned(desk, LOWERED).name}, 目标确认!J5: Target value is 0" in lowered
    for region in set(found) - {EARLY, LOWERED}:
        part = checked.text.partition(f"({region})")[2].partition("\n\n")[0]
        assert part.strip() == "nothing found", part
    for region in (CUT_OFF, NO_WORKBOOK, *SILENT):
        part = checked.text.partition(f"({region})")[2].partition("\n\n")[0]
        assert "Nothing is known, as of 2022-04-01, of:" in part
        assert "nothing found" not in part
        assert "2022-03-31" in part


def test_scores_are_held_against_those_reported(desk: Path, read: Said) -> None:
    scored = run(desk, "follow", "score", "follow-up")
    assert scored.code == 0, scored.text
    assert "other than reported: 0" in scored.text
    totals = [row for row in rows(desk, "scores") if row["part"] == "total"]
    assert len(totals) == len(rows(desk, "self_evaluations"))


def test_every_page_of_it_says_that_it_is_invented(desk: Path, read: Said) -> None:
    made = run(desk, "site", "--follow-up", "follow-up", "--no-downloads", "--out", "site")
    assert made.code == 1, made.text
    pages = list((desk / "site").rglob("follow-up*.html"))
    assert len(pages) > 2 * len(real_notice().regions)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert INVENTED in text or "nvented" in text, page.name


def test_what_is_mended_is_read_in_place_of_what_was_there(desk: Path, read: Said) -> None:
    for region in (CUT_OFF, NO_WORKBOOK, LOWERED, EARLY):
        (form,) = (desk / "forms").glob(f"{region}-*.xlsx")
        city = invented_city(real_notice(), region)
        city.reported_on = date(2022, 3, 1)
        fill(form, city, returned(desk, region))
    asked = run(desk, *READ)
    assert asked.code == 1
    assert asked.text.count("--newer-wins") == 2
    done = run(desk, *READ, "--newer-wins")
    assert done.code == 0, done.text
    # The scores are those of the forms as they were.
    assert "FOL-42" in run(desk, "follow", "check", "follow-up").text
    assert run(desk, "follow", "score", "follow-up").code == 0
    checked = run(desk, "follow", "check", "follow-up")
    assert checked.code == 0, checked.text
    assert on_follow_up(desk, "validate").code == 0
