"""The target sheets as parsed: what each city is to reach, indicator by indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

from fiscal_notice.notice.facts.table_reader import Entry, TableReader

# The columns that make a part of a target what it is.
_VALUE = (
    *("value_type", "comparator", "lower", "upper", "unit", "multiplier", "basis"),
    *("deadline", "qualitative_code", "condition"),
)
# Kinds of errata that keep values from being compared.
_DOUBTED = ("unit", "contradiction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One indicator of one sheet: what is printed, and the value that was read from it.

    ``measure`` is the bound that the target sets (the lower one if there are two), None if it is
    no single quantity; only targets with the same ``scale`` can be compared.
    """

    entry: Entry
    region: str
    line: int | None
    parts: tuple[Entry, ...]

    @property
    def text(self) -> str:
        """The value as printed; empty if none is."""
        return self.entry["value_as_printed"]

    @property
    def lost(self) -> bool:
        """Whether the sheet prints the indicator without any value."""
        return not self.text

    @property
    def first(self) -> Entry | None:
        """The first part, if anything was read."""
        return self.parts[0] if self.parts else None

    @property
    def measure(self) -> Decimal | None:
        """The quantity, multiplied out."""
        if len(self.parts) != 1 or self.parts[0]["value_type"] != "quantitative":
            return None
        part = self.parts[0]
        bound = _decimal(part["lower"] or part["upper"])
        return None if bound is None else bound * (_decimal(part["multiplier"]) or 1)

    @property
    def scale(self) -> tuple[str, str]:
        """What the quantity is counted in: its unit and its basis."""
        part = self.first
        return (part["unit"], part["basis"]) if part else ("", "")

    @property
    def value(self) -> tuple[tuple[str, ...], ...]:
        """All that makes the target what it is, to be compared: bounds, unit, basis, deadline."""
        return tuple(tuple(part[name] for name in _VALUE) for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """An indicator across the cities; those that share a name share the indicator.

    ``errata`` are those on its values that say what is counted differs or contradicts itself.
    """

    name: str
    anchor: str
    targets: tuple[Target, ...]
    absent: tuple[str, ...]
    errata: tuple[Entry, ...] = ()

    @property
    def levels(self) -> tuple[str, ...]:
        """The level-1 and level-2 names that sheets give it, the first one printed first."""
        pairs = [(p.entry["level1"], p.entry["level2"]) for p in self.targets]
        return next((tuple(filter(None, pair)) for pair in pairs if all(pair)), ())

    @property
    def less_is_better(self) -> bool:
        """Whether the sheets mean a ceiling."""
        return any(part["direction"] == "negative" for p in self.targets for part in p.parts)

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions that have it, each once."""
        return tuple(dict.fromkeys(target.region for target in self.targets))

    @property
    def unanimous(self) -> bool:
        """Whether all who have it are to reach the same quantity, in the same unit and sense."""
        values = {target.value for target in self.targets}
        return len(values) == 1 and all(p.measure is not None for p in self.targets)

    @property
    def measured(self) -> list[Target]:
        """The targets that are a single quantity."""
        return [target for target in self.targets if target.measure is not None]

    @property
    def why_not(self) -> str:
        """What forbids to set the quantities side by side as lengths; empty if nothing does.

        ``few``: there are not two; ``basis``, ``unit``: they are not counted alike; ``erratum``: an
        erratum says so; ``equal``: there is nothing to see.
        """
        scales = {target.scale for target in self.measured}
        reasons = {
            "few": len(self.measured) < 2,  # noqa: PLR2004  one is no comparison
            "basis": len({basis for _, basis in scales}) > 1,
            "unit": len({unit for unit, _ in scales}) > 1,
            "erratum": bool(self.errata),
            "equal": len({target.measure for target in self.measured}) == 1,
        }
        return next((reason for reason, holds in reasons.items() if holds), "")

    @property
    def comparable(self) -> bool:
        """Whether lengths may stand for its quantities."""
        return not self.why_not

    @property
    def forbidden(self) -> bool:
        """Whether the quantities may not be compared at all, not even put in an order."""
        return self.why_not in ("basis", "unit", "erratum")

    @property
    def common_unit(self) -> str:
        """The unit of all quantities; empty if they have several, or none."""
        units = {target.scale[0] for target in self.measured}
        return units.pop() if len(units) == 1 else ""

    @property
    def ranked(self) -> list[Target]:
        """The targets, the most demanding first if they can be compared, else as printed.

        Those without a quantity stand last.
        """
        sign = 0 if self.forbidden else 1 if self.less_is_better else -1
        return sorted(
            self.targets, key=lambda p: (p.measure is None, sign * (p.measure or Decimal(0)))
        )

    @property
    def groups(self) -> list[tuple[str, list[Target]]]:
        """The targets in the order of ``ranked``, those with the same words put together."""
        words: dict[str, list[Target]] = {}
        for target in self.ranked:
            words.setdefault(target.text, []).append(target)
        return list(words.items())

    def width(self, target: Target) -> float | None:
        """How long its bar is, 0 to 1 of the longest; None if there is no bar."""
        longest = max((p.measure or Decimal(0) for p in self.measured), default=Decimal(0))
        if not self.comparable or target.measure is None or longest <= 0:
            return None
        return round(max(0.0, float(target.measure / longest)), 3)  # below nothing has no length


class Targets:
    """All indicators of a package."""

    def __init__(self, tables: TableReader) -> None:
        self.tables = tables

    @cached_property
    def all(self) -> list[Target]:
        """Every indicator of every sheet, in the order of the notice."""
        parts: dict[str, list[Entry]] = {}
        for part in self.tables.rows("indicator_targets"):
            parts.setdefault(part["indicator_id"], []).append(part)
        sheets = self.tables.index("target_sheets")
        return [
            Target(
                entry=row,
                region=sheets[row["sheet_id"]]["region_code"] if row["sheet_id"] in sheets else "",
                line=self.tables.line(row, "value_as_printed"),
                parts=tuple(parts.get(row["indicator_id"], ())),
            )
            for row in self.tables.rows("indicators")
        ]

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Every indicator by its name, those of most cities first."""
        named: dict[str, list[Target]] = {}
        for target in self.all:
            named.setdefault(target.entry["level3_clean"], []).append(target)
        found = [self._indicator(name, targets) for name, targets in named.items()]
        return sorted(found, key=lambda indicator: -len(indicator.regions))

    @cached_property
    def by_name(self) -> dict[str, Indicator]:
        """The indicators by their names."""
        return {indicator.name: indicator for indicator in self.indicators}

    def of_sheet(self, sheet_id: str) -> list[Target]:
        """The targets of one sheet."""
        return [target for target in self.all if target.entry["sheet_id"] == sheet_id]

    def of_region(self, region: str) -> list[Target]:
        """The targets of one region."""
        return [target for target in self.all if target.region == region]

    def _indicator(self, name: str, targets: Sequence[Target]) -> Indicator:
        here = {target.region for target in targets}
        return Indicator(
            name=name,
            anchor=f"i{targets[0].entry['indicator_id']}",
            targets=tuple(targets),
            absent=tuple(code for code in self._with_sheet if code not in here),
            errata=tuple(
                erratum
                for target in targets
                for erratum in self._doubts.get(target.entry["indicator_id"], ())
            ),
        )

    @cached_property
    def _doubts(self) -> dict[str, list[Entry]]:
        """By the id of an indicator the errata on what its value counts."""
        found: dict[str, list[Entry]] = {}
        for row in self.tables.rows("errata"):
            if row["kind"] in _DOUBTED and row["resource"] in ("indicators", "indicator_targets"):
                found.setdefault(row["key"].split("/")[0], []).append(row)
        return found

    @cached_property
    def _with_sheet(self) -> tuple[str, ...]:
        """The regions that have a sheet, in the order of the notice."""
        having = {sheet["region_code"] for sheet in self.tables.rows("target_sheets")}
        codes = (row["region_code"] for row in self.tables.rows("regions"))
        return tuple(code for code in codes if code in having)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
