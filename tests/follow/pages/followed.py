"""A notice with an invented follow-up that has gaps: all of it is made up."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from fiscal_notice.follow.announced import announced_by
from fiscal_notice.follow.record import Record
from fiscal_notice.model import Report
from fiscal_notice.package import Package, read_package
from fiscal_notice.site import make_site
from fiscal_notice.validate import rules_for, validate_package
from follow.kit import INVENTED, invented_record, write_follow_up
from kit import copy_package

#: Regions in the order of the notice: those that sent no form are every third.
SILENT = slice(2, None, 3)


class Followed(NamedTuple):
    """The two packages and the report of the follow-up."""

    notice: Package
    follow_up: Package
    report: Report
    record: Record


def with_gaps(record: Record) -> Record:
    """The record with outcomes of every kind; the first city said something nobody understood."""
    tables = {name: list(rows) for name, rows in record.tables.items()}
    states = ("met", "not_separable", "short", "not_published")
    for at, state in enumerate(states):
        amount = {"met": tables["budgets"][at]["amount_yuan"], "short": Decimal(1000)}.get(state)
        tables["budgets"][at] |= {"state": state, "amount_yuan": amount}
    # What the sixth city says of its budget is an amount, and not whether it is all of it.
    tables["budgets"][5]["state"] = None
    # The fifth city passed the money on, and its form does not say how much.
    fifth = tables["budgets"][4]["region_code"]
    for row in tables["stages"]:
        if row["region_code"] == fifth and row["stage"] == "passed_on":
            row["amount_yuan"] = None
    first = tables["evidence"][0]
    tables["unplaced"] = [
        {
            **{name: first[name] for name in ("evidence_id", "region_code")},
            "position": 1,
            "sheet": "资金流转",
            "cell": "M9",
            "text": f"见附件三（{INVENTED}）",
            "why": "no column of the form has this header",
        }
    ]
    return replace(record, tables=tables)


def make_followed(folder: Path) -> Followed:
    """The notice of the repository, and what two thirds of its cities made up."""
    root = copy_package(folder / "notice")
    notice = read_package(root)
    announced = announced_by(notice)
    codes = list(announced.regions)
    silent = codes[SILENT]
    record = with_gaps(
        invented_record(announced, regions=[code for code in codes if code not in silent])
    )
    path = write_follow_up(folder / "follow-up", record, notice, path="../notice")
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    name = f"{descriptor['name']}-follow-up"
    descriptor["related"] = [{"relation": "followedBy", "name": name, "path": "../follow-up"}]
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    follow_up = read_package(path)
    report = validate_package(follow_up, rules_for(follow_up))
    return Followed(read_package(root), follow_up, report, record)


def site_of_both(followed: Followed, out: Path) -> Path:
    """The site of the notice with the pages of its follow-up."""
    report = validate_package(followed.notice, rules_for(followed.notice))
    beside = [(followed.follow_up, followed.report)]
    return make_site(followed.notice, report, out, None, beside).out
