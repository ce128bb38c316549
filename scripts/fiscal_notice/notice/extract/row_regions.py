"""Tell the region and the budget unit of every row of a table, and which codes are of which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from fiscal_notice.notice.extract.printed_table import BodyRow
from fiscal_notice.notice.extract.region_names import (
    RegionNames,
    excludes_direct_counties,
    is_own_budget,
    name_in,
)

_OWN_DIGITS = "001"


@dataclass(slots=True, kw_only=True, eq=False)
class ReadRow:
    """A row of a table as it is understood.

    ``texts`` has the cells by meaning, carried down where they are merged; ``own`` those that the
    row itself prints, ``word`` the cell which says that the row is a sum. ``region`` is the name of
    the region that the row is of or belongs to, with its code as printed and its GB/T 2260 code.
    """

    row: BodyRow
    label: str
    level: str
    texts: Mapping[str, str]
    own: Mapping[str, str]
    word: str | None
    amounts: tuple[tuple[int, str], ...]
    value: Decimal | None = None
    region: str | None = None
    region_code: str | None = None
    gb_code: str | None = None
    unit_code: str | None = None
    without_counties: bool = False
    children: list[ReadRow] = field(default_factory=list)


def tell_regions(rows: Sequence[ReadRow], names: RegionNames) -> None:
    """Tell the region of every row, and which printed codes are of regions, which of units."""
    owners = [row for row in rows if row.level == "region"]
    for row in owners:
        row.region = _region_name(row)
        row.region_code = row.texts.get("region_code") or row.texts.get("unit_code")
        row.gb_code = names.code(row.region, _code_of_city(row, names))
        row.without_counties = excludes_direct_counties(row.label)
    _parents(owners, names)
    above = _totals_above(rows)
    for number, row in enumerate(rows):
        if row.level != "detail":
            continue
        printed = row.texts.get("unit_code") or row.texts.get("region_code")
        owner = _owner(row, number, rows, owners, printed, above=above)
        _place_of(row, owner, printed, names)


def _region_name(row: ReadRow) -> str:
    region = row.texts.get("region")
    return name_in(region if region and not name_in(row.label) else row.label)


def _parents(owners: Sequence[ReadRow], names: RegionNames) -> None:
    """Tell a county whose name others share by the city above it."""
    city: str | None = None
    for row in owners:
        assert row.region is not None  # noqa: S101  every row of a region has its name
        if row.gb_code is None and city:
            row.gb_code = names.code(row.region, city)
        if row.gb_code and row.gb_code.endswith("00"):
            city = row.gb_code
        for child in row.children:
            child.gb_code = names.code(child.label, row.gb_code)


def _totals_above(rows: Sequence[ReadRow]) -> bool:
    """Whether the subtotals of regions stand above their lines, as a table begins and ends."""
    levels = [
        row.level for row in rows if row.level in ("region", "detail") and row.value is not None
    ]
    if not levels or "region" not in levels:
        return True
    return levels[0] == "region" or levels[-1] != "region"


def _owner(
    row: ReadRow,
    number: int,
    rows: Sequence[ReadRow],
    owners: Sequence[ReadRow],
    printed: str | None,
    *,
    above: bool,
) -> ReadRow | None:
    if printed:
        codes = [o for o in owners if o.region_code and printed != o.region_code]
        found = [o for o in codes if o.region_code and printed.startswith(o.region_code)]
        if found:
            return max(found, key=lambda o: len(str(o.region_code)))
        if codes:
            return None
    region = row.texts.get("region")
    if region:
        name = name_in(region)
        same = [owner for owner in owners if owner.region == name]
        if same:
            return same[0]
    for other in reversed(rows[:number]) if above else rows[number + 1 :]:
        if other.level == "region":
            return other if _heads(other, row, above=above) else None
        if other.level in ("group", "total"):
            return None
    return None


def _heads(region: ReadRow, row: ReadRow, *, above: bool) -> bool:
    """Whether a region's row beside a line is its subtotal, and no line of its own."""
    if region.word or (above and row in region.children):
        return True
    finer = ("recipient", "project")
    return above and any(row.own.get(m) for m in finer) and not any(map(region.own.get, finer[1:]))


def _place_of(row: ReadRow, owner: ReadRow | None, printed: str | None, names: RegionNames) -> None:
    label = row.texts.get("region") or row.texts.get("unit")
    name = name_in(label) if label else None
    known = name is not None and label is not None and names.is_region(label)
    is_unit = "unit_code" in row.texts or owner is not None or is_own_budget(row.label)
    if printed and is_unit:
        row.unit_code = printed
        row.region_code = owner.region_code if owner else _city_code(row.label, printed, names)
    elif printed:
        row.region_code = printed
    if owner and (not known or name == owner.region or name is None):
        row.region, row.gb_code = owner.region, owner.gb_code
        row.region_code = row.region_code or owner.region_code
    elif known:
        row.region = name
        within = owner.gb_code if owner else _code_of_city(row, names)
        row.gb_code = row.gb_code or names.code(str(name), within)
        if owner:
            row.region_code = row.region_code or owner.region_code


def _code_of_city(row: ReadRow, names: RegionNames) -> str | None:
    """The code of the city in the column at the left of a row's county, if there is one."""
    city = row.texts.get("city")
    return names.code(city) if city else None


def _city_code(label: str, printed: str, names: RegionNames) -> str | None:
    """The code of the region whose own budget has ``printed``: the code of the region, and 001."""
    own = (
        is_own_budget(label)
        and names.is_region(label)
        and printed.endswith(_OWN_DIGITS)
        and printed != _OWN_DIGITS
    )
    return printed.removesuffix(_OWN_DIGITS) if own else None
