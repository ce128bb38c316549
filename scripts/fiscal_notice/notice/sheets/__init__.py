"""Sheets on a notice for people who work with a spreadsheet: names and labels, 万元, totals.

They say in rows what the pages say; every figure comes from ``notice/facts``.
"""

from __future__ import annotations

from fiscal_notice.export.reading_sheet import ReadingSheet
from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.sheets.cities import cities_sheet
from fiscal_notice.notice.sheets.duties import duties_sheet
from fiscal_notice.notice.sheets.errata import errata_sheet
from fiscal_notice.notice.sheets.money import allocations_sheet, grants_sheet
from fiscal_notice.notice.sheets.targets import beside_sheet, targets_sheet

__all__ = ["city_sheets", "money_of_city", "notice_sheets"]


def notice_sheets(facts: NoticeFacts) -> list[ReadingSheet]:
    """The sheets on the whole notice, as far as it has what they show."""
    grants = grants_sheet(facts)
    found = [
        cities_sheet(facts),
        grants if grants is not None else allocations_sheet(facts),
        beside_sheet(facts),
        targets_sheet(facts),
        duties_sheet(facts),
    ]
    return [sheet for sheet in found if sheet is not None]


def city_sheets(facts: NoticeFacts, region: str) -> list[ReadingSheet]:
    """The sheets on one city: its money in both annexes, targets, what it has to do, errata."""
    found = [
        allocations_sheet(facts, region),
        grants_sheet(facts, region),
        targets_sheet(facts, region),
        duties_sheet(facts, region),
        errata_sheet(facts, region),
    ]
    return [sheet for sheet in found if sheet is not None]


def money_of_city(facts: NoticeFacts, region: str) -> ReadingSheet | None:
    """The one table on a city's money: who gets it, or else what it is for; None if there is none.

    Not both, which are the same money.
    """
    grants = grants_sheet(facts, region)
    return grants if grants is not None else allocations_sheet(facts, region)
