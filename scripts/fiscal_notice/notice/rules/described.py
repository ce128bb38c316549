"""The descriptor against the notice: its name, titles, years and totals are those of the notice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.descriptor import dataset_name, facts_of
from fiscal_notice.notice.rules.declare import Frames, exact, filled, statements, together

_NUMBER = re.compile(r"[^\s〔〕()（）：:，,。]+〔[0-9]{4}〕[0-9]+号")
_ENDING = re.compile(r"(?:^|-)([0-9]{4}-[0-9]+)$")
_TOTAL = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?)\s*(?:yuan|元)")


def dataset_named(t: Frames) -> Statements:
    """A dataset that is named by a number is named by the number of its notice.

    数据集名称含文号的，为本通知的文号。

    Holds: 某财〔2021〕9号 as moucai-2021-9, or as a name without a number.

    Breaks: 某财〔2021〕9号 in a dataset moucai-2020-8, which is another notice's.
    """
    notice = filled(t["notice"], "document_number")
    name = _said(t, "name")
    ending = _ENDING.search(name)
    rows = notice if name else notice.iloc[:0]
    found = pd.Series(name, index=rows.index, dtype=object)
    expected = [
        name
        if ending is None or re.sub(r"\D+", "-", number).strip("-") == ending[1]
        else dataset_name(facts_of({"notice": [{"document_number": number}]}))
        for number in rows["document_number"].astype(str)
    ]
    wanted = pd.Series(expected, index=rows.index, dtype=object)
    return statements("notice", rows, "document_number", found, wanted)


def number_in_title(t: Frames) -> Statements:
    """Where titles and sources of the dataset give a document number, it is that of the notice.

    数据集标题、来源所载文号为本通知的文号。

    Holds: 某财〔2021〕9号：下达… as the title, and the notice is 某财〔2021〕9号.

    Breaks: 某财〔2020〕8号：下达… as the title, and the notice is 某财〔2021〕9号.
    """
    notice = filled(t["notice"], "document_number")
    parts = []
    for name in ("title", "title@en", "title@zh", "sources"):
        numbers = _NUMBER.findall(_said(t, name))
        rows = notice if numbers else notice.iloc[:0]
        found = [
            number if any(one.endswith(number) for one in numbers) else numbers[0]
            for number in rows["document_number"].astype(str)
        ]
        parts.append(
            statements(
                "notice",
                rows,
                "document_number",
                pd.Series(found, index=rows.index, dtype=object),
                rows["document_number"],
            )
        )
    return together(parts)


def years_agree(t: Frames) -> Statements:
    """The time that the dataset is about is the budget year of the notice.

    数据集的时间范围为通知的预算年度。

    Holds: from 2021-01-01 to 2021-12-31, and the budget year is 2021.

    Breaks: from 2020-01-01 to 2020-12-31, and the budget year is 2021.
    """
    notice = filled(t["notice"], "budget_year")
    years = re.findall(r"(?<![0-9])(?:19|20)[0-9]{2}(?=-)", _said(t, "temporal"))
    rows = notice if years else notice.iloc[:0]
    return together(
        statements(
            "notice", rows, "budget_year", pd.Series(int(year), rows.index), rows["budget_year"]
        )
        for year in years
    )


def total_described(t: Frames) -> Statements:
    """A total in yuan that the dataset's description states is that of the notice.

    数据集说明中以元计的总金额为通知的总金额。

    Holds: 198,250,000 yuan in all, and the notice has 198,250,000.

    Breaks: 198,250,000 yuan in all, and the notice has 204,450,000.
    """
    notice = t["notice"]
    # One of the two may have decimals and the other none at all: only objects hold both.
    totals = (
        exact(notice["total_yuan"])
        .astype(object)
        .where(notice["total_yuan"].notna(), exact(notice["body_total_yuan"]))
    )
    parts = []
    for name in ("description", "description@zh", "description@en"):
        figures = _figures(_TOTAL.findall(_said(t, name)))
        rows = notice[totals.notna()] if figures else notice.iloc[:0]
        # A description that gives the total may give parts of it, too.
        found = [total if total in figures else figures[0] for total in totals[rows.index].tolist()]
        parts.append(
            statements(
                "notice",
                rows,
                "total_yuan",
                pd.Series(found, index=rows.index, dtype=object),
                totals[rows.index],
            )
        )
    return together(parts)


def _figures(texts: Iterable[str]) -> list[Decimal]:
    return [Decimal(text.replace(",", "")) for text in texts]


def _said(t: Frames, name: str) -> str:
    """A property of the descriptor as text; empty if it is not there."""
    said = t["package:descriptor"]
    values = said.loc[said["property"].eq(name), "value"]
    return str(values.iloc[0]) if len(values) else ""
