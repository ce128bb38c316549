"""Sums of a sheet, computed again: where a stored value is not what its formula adds up to."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from fiscal_notice.notice.transcribe.sheet_scan import cell_of

_REF = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_TERM = re.compile(rf"([+-]?)(?:SUM\(([^()]*)\)|({_REF})|([0-9]+(?:\.[0-9]+)?))")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_MOST = 20_000


def added(formula: str, value_of: Callable[[int, int], Decimal | None]) -> Decimal | None:
    """What a formula of sums and additions gives; nothing for any other formula.

    ``value_of`` gives the number in a row and column, or nothing where there is none.
    """
    text = formula.replace(" ", "").lstrip("=").upper()
    total = Decimal(0)
    place = 0
    while place < len(text):
        term = _TERM.match(text, place)
        if term is None or (place and not term[1]):
            return None
        if term[2] is not None:
            value = _summed(term[2], value_of)
        elif term[3] is not None:
            cell = cell_of(term[3])
            value = None if cell is None else (value_of(*cell) or Decimal(0))
        else:
            value = Decimal(term[4])
        if value is None:
            return None
        total += -value if term[1] == "-" else value
        place = term.end()
    return total


def _summed(inside: str, value_of: Callable[[int, int], Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for part in inside.split(","):
        first, _, last = part.partition(":")
        start, end = cell_of(first), cell_of(last or first)
        if start is None or end is None:
            if _NUMBER.fullmatch(part) is None:
                return None
            total += Decimal(part)
            continue
        if (abs(end[0] - start[0]) + 1) * (abs(end[1] - start[1]) + 1) > _MOST:
            return None
        for row in range(min(start[0], end[0]), max(start[0], end[0]) + 1):
            for column in range(min(start[1], end[1]), max(start[1], end[1]) + 1):
                total += value_of(row, column) or Decimal(0)
    return total
