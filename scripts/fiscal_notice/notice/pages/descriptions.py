"""What each page of a notice shows, in a line for search engines and shared links."""

from __future__ import annotations

from dataclasses import replace

from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.site.pages import Page

_SHOWN = {
    "index": (
        "告知各市的金额、去向、绩效目标与勘误，每个数字都可追溯到原文行号。",
        "amounts announced to cities, where they go, targets, errata; figures lead to their lines.",
    ),
    "cities": (
        "各市告知金额、资金类型与绩效目标，只是告知，不是花出去的钱。",
        "what was announced to each city, by transfer type and with its targets; not money spent.",
    ),
    "recipients": (
        "列明的资金接收单位、项目与金额。",
        "the recipients, their projects and amounts.",
    ),
    "targets": (
        "各市绩效目标逐项对照，未印的注明未印。",
        "the targets of the cities side by side; what is not printed is said.",
    ),
    "errata": (
        "通知及其转录文本的缺陷，逐条列出，不作更正。",
        "defects of the notice and its transcript, listed and not corrected.",
    ),
    "data": (
        "数据表下载、数据字典、版本与引用格式。",
        "the tables to download, their dictionary, releases and how to cite.",
    ),
    "rules": ("检查规则及结果。", "the rules that the tables are checked by, and their results."),
    "transcript": ("通知全文，逐行编号。", "the whole text of the notice, line by line."),
}

# Where the package has no amounts of cities.
_WITHOUT_MONEY = {
    "index": (
        "通知的内容与原文，每个数字都可追溯到原文行号。",
        "what the notice says, and its text; figures lead to their lines.",
    ),
    "cities": ("各市的绩效目标与勘误。", "the targets and errata of each city."),
}


def described(facts: NoticeSiteFacts, page: Page) -> Page:
    """A page with its description, which begins with the number of the notice."""
    if page.name not in _SHOWN:
        return page
    raw = facts.package.descriptor
    number = facts.tables.notice["document_number"] or str(raw.get("name", ""))
    shown = _SHOWN if facts.money.rows else _SHOWN | _WITHOUT_MONEY
    zh, en = shown[page.name]
    return replace(page, description=(f"{number}：{zh}", f"{number}: {en}"))
