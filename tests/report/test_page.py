"""The page of a report on paper, and for those who do not see it: order, heads, a foot."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from fiscal_notice.model import Report
from fiscal_notice.report import report_html
from fiscal_notice.validate import validate
from kit import ROOT
from report.made import many_errors


@pytest.fixture(scope="module")
def own() -> Report:
    return validate(ROOT)


def test_verdict_and_day_come_first_and_errata_last(own: Report) -> None:
    page = report_html(own)
    day = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["created"][:10]
    places = [
        page.index(text)
        for text in (f"制作日期 {day}", 'class="verdict', 'id="weights"', "</nav>", 'id="rules"')
    ]
    assert places == sorted(places)
    assert page.index('class="appendix"') > page.index('id="files"')


def test_every_entry_of_the_contents_leads_somewhere(own: Report, tmp_path: Path) -> None:
    for report in (own, validate(many_errors(tmp_path))):
        page = report_html(report, lang="en")
        names = re.findall(r'<a href="#(\w+)">', page)
        assert names
        assert all(page.count(f'id="{name}"') == 1 for name in names)


def test_every_row_has_a_header_and_every_table_a_caption(own: Report, tmp_path: Path) -> None:
    for report in (own, validate(many_errors(tmp_path))):
        page = report_html(report)
        assert page.count("<caption") == page.count("<table") > 0
        for body in re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL):
            rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
            assert all(row.count('<th scope="row"') == 1 for row in rows)


def test_errors_are_told_by_table_before_the_rest(tmp_path: Path) -> None:
    report = validate(many_errors(tmp_path))
    page = report_html(report, lang="en")
    summary = page[: page.index('id="groups"')]
    assert all(f'<th scope="row">{one.table}</th>' in summary for one in report.undeclared)
    (row,) = re.findall(r'<tr><th scope="row">grants</th>.*?</tr>', summary, re.DOTALL)
    # What there is most of, though what the rest follows from comes first below.
    assert "not in the other" in row


def test_what_a_package_is_called_cannot_break_the_style(mini: Path) -> None:
    path = mini / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(
        json.dumps(
            descriptor | {"version": '1"; } body { color: transparent', "created": "</style>"}
        ),
        encoding="utf-8",
    )
    page = report_html(validate(mini))
    style = page[page.index("<style>") : page.index("</style>")]
    assert "transparent" not in style
    assert page.count("</style>") == 1
