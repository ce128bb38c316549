"""What the rules found on a city's rows, and what is missing, on the page of the city."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from site_kit import LANGUAGES, HtmlPage, read_page, unchecked

from fiscal_notice.follow.announced import announced_by
from fiscal_notice.follow.pages.scores import Evaluation
from fiscal_notice.follow.progress import key_of
from fiscal_notice.model import Explanation, Finding, Outcome, Row, Rule, judged_elsewhere
from fiscal_notice.site.build import environment, render, site_of
from follow.pages.followed import SILENT, Followed


def rule(name: str) -> Rule:
    return Rule(
        id=name,
        severity="error",
        statement=f"{name} holds",
        statement_zh=f"{name}成立",
        holds="",
        breaks="",
        tables=(),
        compare=judged_elsewhere,
    )


def finding(name: str, table: str, key: str, field: str, **values: Any) -> Finding:
    place: dict[str, Any] = {"table": table, "key": key, "field": field, "line": None}
    said = {"found": "1", "expected": "2", **values}
    return Finding(rule=name, severity="error", **place, **said)


def page_of(followed: Followed, name: str, lang: str, out: Path, **report: Any) -> HtmlPage:
    """A page of the site of both, with another report of the follow-up."""
    judged = replace(followed.report, **report)
    beside = [(followed.follow_up, judged)]
    site = site_of(followed.notice, unchecked(followed.notice), None, beside)
    (page,) = (page for page in site.pages if page.name == name)
    path = out / "page.html"
    path.write_text(render(environment(site), site, page, lang), encoding="utf-8")
    return read_page(path)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_findings_stand_on_the_page_of_their_city_with_cell_and_explanation(
    followed: Followed, tmp_path: Path, lang: str
) -> None:
    row, other = followed.record.rows("payments")[0], followed.record.rows("payments")[-1]
    assert row["region_code"] != other["region_code"]
    found = (
        finding("FOL-01", "payments", key_of("payments", row), "paid_on", erratum="E001"),
        finding("FOL-01", "payments", key_of("payments", row), "amount_yuan"),
        finding("FOL-01", "payments", key_of("payments", other), "amount_yuan"),
    )
    page = page_of(
        followed,
        f"follow-up-{row['region_code']}",
        lang,
        tmp_path,
        outcomes=(Outcome(rule=rule("FOL-01"), checked=3, findings=found),),
        explanations={"E001": Explanation(zh="已核对", en="looked at")},
    )
    (listed,) = page.all("dl", "fo-findings")
    said, explained, open_one = listed.children
    assert {"zh": "FOL-01成立", "en": "FOL-01 holds"}[lang] in said.text
    assert {"zh": "已核对", "en": "looked at"}[lang] in explained.text
    # A column has its title, and no name that only a program knows.
    title = {"zh": "支付日期：1，应为 2", "en": "Paid on: 1, expected 2"}[lang]
    assert title in explained.text
    assert "paid_on" not in listed.text
    assert {"zh": "尚无说明", "en": "not explained yet"}[lang] in open_one.text
    (link,) = [e for e in page.all("a", "fc") if e.parent and e.parent.parent is explained]
    page_name, _, place = link.attributes["href"].partition(".html#")
    assert page_name == f"follow-up-document-{row['evidence_id']}"
    assert place == "payments-1-paid-on"


@pytest.mark.parametrize("table", ["schedule", "notice:regions"])
def test_what_is_missing_stands_on_the_page_of_a_city_without_reports(
    followed: Followed, tmp_path: Path, table: str
) -> None:
    code = list(announced_by(followed.notice).regions)[SILENT][0]
    found = (finding("FOL-41", table, f"{code}/budget/2021", "report"),)
    page = page_of(
        followed,
        f"follow-up-{code}",
        "en",
        tmp_path,
        outcomes=(Outcome(rule=rule("FOL-41"), checked=1, findings=found),),
    )
    assert "FOL-41 holds" in page.by_id("findings").parent.text  # type: ignore[union-attr]


def test_a_form_knows_its_score_and_the_band_of_it(followed: Followed) -> None:
    row = followed.record.rows("self_evaluations")[0]
    points = {name: Decimal(n) for name, n in (("computed", 90), ("computed_low", 88))}
    total: Row = {**points, "difference": Decimal(9), "grade": "优"}
    form = Evaluation(
        row=row, items=[], funds=[], answers=[], execution=None, total=total, scheme="one"
    )
    assert [str(n) for n in (form.low, form.computed, form.difference)] == ["88", "90", "9"]
    assert form.grade == "优"
    assert form.reported == row["total_score"]
    bare = replace(form, total={**total, "computed_low": Decimal(90)})
    assert bare.low is None
    none = replace(form, total=None)
    assert (none.low, none.computed, none.grade) == (None, None, "")


def test_what_belongs_to_no_city_stands_on_the_overview(followed: Followed, tmp_path: Path) -> None:
    found = (finding("SCH-01", "evidence", "nowhere", "kind"),)
    page = page_of(
        followed,
        "follow-up",
        "en",
        tmp_path,
        outcomes=(Outcome(rule=rule("SCH-01"), checked=1, findings=found),),
    )
    assert "SCH-01 holds" in page.by_id("findings").parent.text  # type: ignore[union-attr]
    assert any("1 finding of" in each.text for each in page.all("p", "alarm"))
