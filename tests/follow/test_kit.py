"""The invented follow-up of the tests is one that a city could have sent."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from fiscal_notice.follow.announced import notice_of
from fiscal_notice.follow.record import Record, files_of, read_record
from fiscal_notice.package import read_package
from fiscal_notice.validate import validate
from follow.kit import INVENTED, invented_record, real_notice, write_follow_up
from kit import ROOT


def test_it_is_a_valid_package_that_says_that_it_is_invented(tmp_path: Path) -> None:
    announced = real_notice()
    notice = announced.facts.package
    record = invented_record(announced)
    folder = write_follow_up(tmp_path / "example", record, notice, path=str(ROOT))
    package = read_package(folder)
    assert INVENTED in package.title("zh")
    assert "nvented" in package.title("en")
    report = validate(folder)
    assert report.resources
    assert not report.findings, [str(finding) for finding in report.findings][:5]


def test_a_follow_up_of_an_invented_notice_says_that_it_is_invented() -> None:
    notice = real_notice().facts.package
    invented = replace(notice, descriptor={**notice.descriptor, "invented": True})
    files = files_of(Record(), invented, path="..")
    made = json.loads(files["datapackage.json"])
    assert made["invented"] is True
    assert made["title"].startswith("【虚构示例】")
    assert made["description"].startswith("Invented example: ")


def test_it_comes_back_as_it_was_written(tmp_path: Path) -> None:
    announced = real_notice()
    notice = announced.facts.package
    record = invented_record(announced, regions=["601", "604"])
    folder = write_follow_up(tmp_path / "example", record, notice)
    again = read_record(read_package(folder))
    one, two = (files_of(r, notice, path="..") for r in (record, again))
    resources = {name for name in one if name.endswith(".csv")}
    assert {name: one[name] for name in resources} == {name: two[name] for name in resources}
    assert notice_of(read_package(folder)) is None
