"""Values as printed on forms, taken apart as the notice's targets are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from fiscal_notice.notice.extract.values import parse_value

#: Comparators that set a lower limit, and those that set an upper one.
LOWER = ("ge", "gt", "eq", "between")
UPPER = ("le", "lt")
#: What a unit such as 万份 counts.
_SCALES = {"千": Decimal(1_000), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity: its bounds as printed, what they are multiplied by, and how they bound.

    ``unit`` is without the 万 that ``printed_unit`` may have, which is in ``scale``.
    """

    comparator: str
    lower: Decimal | None
    upper: Decimal | None
    unit: str
    printed_unit: str
    scale: Decimal

    @property
    def bound(self) -> Decimal | None:
        """What must be reached, or not gone beyond, as printed."""
        return self.upper if self.comparator in UPPER else self.lower

    @property
    def whole(self) -> Decimal | None:
        """The bound multiplied out: 3万 is 30,000."""
        return None if self.bound is None else self.bound * self.scale


@lru_cache(maxsize=100_000)
def figure_in(text: str, name: str = "") -> Figure | None:
    """The one quantity that a printed value is; None if it is none, or several.

    ``name`` is that of the indicator, which may say what the value counts.
    """
    parts = parse_value(text, name or None)
    if len(parts) != 1:
        return None
    [part] = parts
    if part["value_type"] != "quantitative" or part["parse_status"] != "parsed":
        return None
    printed = str(part["unit"] or "")
    thousands = _SCALES.get(printed[:1]) if len(printed) > 1 else None
    return Figure(
        comparator=str(part["comparator"] or "eq"),
        lower=_decimal(part["lower"]),
        upper=_decimal(part["upper"]),
        unit=printed[1:] if thousands else printed,
        printed_unit=printed,
        scale=(_decimal(part["multiplier"]) or Decimal(1)) * (thousands or 1),
    )


def _decimal(value: object) -> Decimal | None:
    try:
        return None if value is None or value == "" else Decimal(str(value))
    except InvalidOperation:
        return None
