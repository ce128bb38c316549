"""A paper for signature: what was announced to a region, with lines to sign, as a docx."""

from __future__ import annotations

from decimal import Decimal

from fiscal_notice.export.docx_paper import DocxPaper
from fiscal_notice.follow.forms.about import about_form
from fiscal_notice.follow.forms.rows import Content
from fiscal_notice.follow.forms.words import words
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.package.naming import date_of_creation


def paper(content: Content) -> bytes:
    """The paper as a docx, the same bytes for the same content; needs python-docx.

    Raises PackageError if the notice's descriptor has a date of creation that is none.
    """
    when = date_of_creation(content.announced.facts.package)
    page = DocxPaper()
    _write(page, content)
    return page.content(about_form(content)["form_id"], when)


def _write(page: DocxPaper, content: Content) -> None:
    said = words()
    facts = content.announced.facts
    notice = facts.tables.notice
    page.title(f"{content.name}{said['paper']['title']}")
    page.facts(
        [
            ("通知", notice["title_clean"] or notice["title"] or facts.package.title("zh")),
            ("文号", notice["document_number"]),
            ("预算年度", notice["budget_year"]),
            ("地区", " ".join(part for part in (content.code, content.name) if part)),
            ("表格编号", about_form(content)["form_id"]),
        ]
    )
    _write_money(page, content)
    _write_targets(page, content)
    page.text(said["paper"]["statement"])
    page.signatures(said["paper"]["signatures"])


def _write_money(page: DocxPaper, content: Content) -> None:
    total = content.announced.amount(content.code)
    if total is None:
        return
    page.heading("下达资金")
    rows = [
        (row["allocation_id"], row["project_name"], row["function_code"], _amount(row))
        for row in content.allocations
    ]
    header = ("编号", "项目名称", "功能分类科目", "金额（元）")
    if not rows:
        header = ("编号", "项目名称", "收款单位", "金额（元）")
        rows = [
            (r["grant_id"], r["project_name"], r["recipient_as_printed"], _amount(r))
            for r in content.announced.grants.get(content.code, ())
        ]
    page.table(header, [*rows, ("", "合计", "", f"{total:,f}")], (1.6, 8.2, 3.6, 3.2), right=(3,))


def _amount(row: Entry) -> str:
    """Yuan with commas."""
    return f"{Decimal(row['amount_yuan']):,f}" if row["amount_yuan"] else ""


def _write_targets(page: DocxPaper, content: Content) -> None:
    evaluations = [each for each in content.evaluations if each.indicators]
    if not evaluations:
        return
    page.heading("绩效目标")
    for each in evaluations:
        page.caption(f"绩效表{each.sheet_id}：{each.head.get('project_name', '')}".rstrip("："))
        rows = [
            (row["level1"], row["level2"], row["level3"], row["target_as_printed"])
            for row in each.indicators
        ]
        header = ("一级指标", "二级指标", "三级指标", "指标值")
        page.table(header, rows, (2.6, 3.0, 7.4, 3.6))
