"""The keys in a form held against the notice, and what was given there beforehand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from fiscal_notice.follow.announced import Announced
from fiscal_notice.follow.reading.values import squeezed
from fiscal_notice.model import Row, Value
from fiscal_notice.notice.facts.table_reader import Entry

#: Key fields of a form → what they name, in words.
KEYS = {
    "allocation_id": "allocation",
    "grant_id": "grant",
    "sheet_id": "target sheet",
    "indicator_id": "indicator",
}
# For a table, its key and the fields of the notice's row that stand in the form beforehand.
_GIVEN: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "stages": (
        "allocation_id",
        {
            "project_name": "project_name",
            "function_code": "function_code",
            "announced_yuan": "amount_yuan",
        },
    ),
    "payments": (
        "grant_id",
        {
            "project_name": "project_name",
            "recipient_as_printed": "recipient_as_printed",
            "announced_yuan": "amount_yuan",
        },
    ),
    "confirmed_targets": (
        "indicator_id",
        {
            "sheet_id": "sheet_id",
            "level1": "level1",
            "level2": "level2",
            "announced_as_printed": "value_as_printed",
        },
    ),
    "monitoring": (
        "indicator_id",
        {
            "sheet_id": "sheet_id",
            "level1": "level1",
            "level2": "level2",
            "target_as_printed": "value_as_printed",
        },
    ),
}


@dataclass(frozen=True, kw_only=True)
class Keys:
    """The keys of a notice by what they name, each with its region."""

    announced: Announced

    @cached_property
    def rows(self) -> Mapping[str, Mapping[int, tuple[str, Entry]]]:
        """For each key field the regions and rows by key."""
        said = self.announced
        sheets = _by_key("sheet_id", said.sheets)
        indicators = {
            int(row["indicator_id"]): (sheets[int(sheet)][0], row)
            for sheet, rows in said.indicators.items()
            for row in rows
            if sheet.isdigit() and int(sheet) in sheets
        }
        return {
            "allocation_id": _by_key("allocation_id", said.allocations),
            "grant_id": _by_key("grant_id", said.grants),
            "sheet_id": sheets,
            "indicator_id": indicators,
        }

    def _found(self, name: str, row: Row) -> tuple[str, Entry] | None:
        key = row.get(name)
        return self.rows[name].get(key) if isinstance(key, int) else None

    def region_of(self, row: Row) -> Iterator[str]:
        """The regions that the keys of a row lead to."""
        for name in KEYS:
            found = self._found(name, row)
            if found:
                yield found[0]

    def wrong(self, row: Row, region: str) -> str | None:
        """Why a row is not of this notice and region, in English; None if it is."""
        for name, what in KEYS.items():
            key = row.get(name)
            if key is None:
                continue
            found = self._found(name, row)
            if found is None:
                return f"the notice has no {what} {key}"
            if found[0] != region:
                return f"{what} {key} of the notice is that of another region"
        return None

    def is_as_given(self, table: str, row: Row) -> bool:
        """Whether all of a row that nobody filled stands as the form had it beforehand."""
        if table not in _GIVEN:
            return False
        key, fields = _GIVEN[table]
        found = self._found(key, row)
        return found is not None and all(
            _same(row[name], found[1][column])
            for name, column in fields.items()
            if row.get(name) is not None
        )


def _by_key(name: str, rows: Mapping[str, tuple[Entry, ...]]) -> dict[int, tuple[str, Entry]]:
    return {
        int(row[name]): (region, row)
        for region, entries in rows.items()
        for row in entries
        if row[name].isdigit()
    }


def _same(value: Value, printed: str) -> bool:
    if isinstance(value, Decimal):
        return bool(printed) and Decimal(printed) == value
    return squeezed(str(value)) == squeezed(printed)


def most(regions: Iterator[str]) -> str | None:
    """The region that most keys lead to; None if there are none, or two are alike."""
    ranked = Counter(regions).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
