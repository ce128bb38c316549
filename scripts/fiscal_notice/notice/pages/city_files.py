"""A workbook and a CSV for each city, small enough to be sent on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fiscal_notice.export.reading_sheet import reading_csv
from fiscal_notice.export.xlsx_reading import reading_workbook
from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.sheets import city_sheets, money_of_city
from fiscal_notice.site.downloads import Download, download_of

_FOLDER = "cities"
_OTHER = re.compile("[^0-9A-Za-z]+")


def city_files(facts: NoticeFacts) -> dict[str, list[Download]]:
    """The files of each city by its code, the workbook first; none of a city with nothing in it."""
    names = _stems(facts)
    return {code: list(_files(facts, code, names[code])) for code in facts.regions}


def _files(facts: NoticeFacts, code: str, stem: str) -> Iterator[Download]:
    sheets = city_sheets(facts, code)
    if sheets:
        content = reading_workbook(facts.package, facts.regions[code]["name"], sheets)
        yield download_of(f"{_FOLDER}/{stem}.xlsx", content, "xlsx")
    money = money_of_city(facts, code)
    if money is not None:
        yield download_of(f"{_FOLDER}/{stem}.csv", reading_csv(money), "csv")


def _stems(facts: NoticeFacts) -> dict[str, str]:
    """A plain name for each city, of its code and its English name; no two alike."""
    found: dict[str, str] = {}
    for number, code in enumerate(facts.regions, start=1):
        words = f"{code} {facts.english.get(code, '')}"
        stem = _OTHER.sub("-", words).strip("-") or str(number)
        # A file system may not tell capital letters from small ones.
        taken = {name.casefold() for name in found.values()}
        found[code] = f"{stem}-{number}" if stem.casefold() in taken else stem
    return found
