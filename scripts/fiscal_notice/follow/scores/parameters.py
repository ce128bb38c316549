"""What a scheme may say: the parameters there are, and which values make sense.

| parameter | value |
| --- | --- |
| based_on | scheme whose parameters hold where this one has none |
| points.total | points in all |
| points.execution, outputs, cost, benefits, satisfaction | points, or the level that has them |
| method.execution, ge, gt, eq, le, lt | name of a method (methods.py) |
| method.between | bounds: a range that is missed as ≥ or ≤ its end; else it has no score |
| band.reached, partly, not + .from, .to | per cent of the points of a quality, with both ends |
| rounding.mode, rounding.places | half_up; decimal places of a score |
| grade.NAME.from, .label, .label_en | least total of a grade; its name |
| execution.reason_below | per cent of execution below which a reason is asked for |
| over.mark, over.reason | per cent of the target from which it is marked, a reason asked for |
| days.pass_on.general, special, central; days.publish | days within which this is to be done |
| plausibility.ahead_over, unspent_over | per cent: results ahead of money (red), unspent (yellow) |
| colour.red_below, yellow_below, green_below | per cent of the share of the year (monitoring) |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from fiscal_notice.follow.scores.methods import METHODS

LEVELS = ("execution", "outputs", "cost", "benefits", "satisfaction")
ACHIEVED = ("reached", "partly", "not")
BASE = "based_on"
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?", re.ASCII)
_ALL = Fraction(100)
_PLACES = 6
_YEAR = 366

Check = Callable[[str, str], str]
"""(parameter, value) → what was expected, or nothing if the value makes sense."""


def number(value: str) -> Fraction | None:
    """A plain number, not below 0; else None."""
    return Fraction(Decimal(value)) if _NUMBER.fullmatch(value) else None


def _percent(_: str, value: str) -> str:
    found = number(value)
    return "" if found is not None and found <= _ALL else "a number from 0 to 100"


def _above(_: str, value: str) -> str:
    found = number(value)
    return "" if found is not None and found >= _ALL else "a number of 100 or more"


def _positive(_: str, value: str) -> str:
    return "" if number(value) else "a number above 0"


def _points(parameter: str, value: str) -> str:
    own = parameter.partition(".")[2]
    if number(value) is not None or (value in LEVELS and value != own):
        return ""
    return "a number, or the level that has the points"


def _method(parameter: str, value: str) -> str:
    names = METHODS.get(parameter.partition(".")[2], ("bounds",))
    return "" if value in names else "one of " + ", ".join(names)


def _days(_: str, value: str) -> str:
    fine = value.isascii() and value.isdigit() and 1 <= int(value) <= _YEAR
    return "" if fine else "a number of days, 1 to 366"


def _places(_: str, value: str) -> str:
    fine = value in map(str, range(_PLACES + 1))
    return "" if fine else "a number of places, 0 to 6"


def _mode(_: str, value: str) -> str:
    return "" if value == "half_up" else "half_up"


def _text(_: str, value: str) -> str:
    return "" if value.strip() else "a text"


_CHECKS: tuple[tuple[re.Pattern[str], Check], ...] = tuple(
    (re.compile(pattern), check)
    for pattern, check in (
        (BASE, _text),
        (r"points\.total", _positive),
        (rf"points\.({'|'.join(LEVELS)})", _points),
        (rf"method\.({'|'.join([*METHODS, 'between'])})", _method),
        (rf"band\.({'|'.join(ACHIEVED)})\.(from|to)", _percent),
        (r"rounding\.mode", _mode),
        (r"rounding\.places", _places),
        (r"grade\.[a-z_]+\.from", _percent),
        (r"grade\.[a-z_]+\.label(_en)?", _text),
        (r"execution\.reason_below", _percent),
        (r"over\.(mark|reason)", _above),
        (r"days\.(publish|pass_on\.(general|special|central))", _days),
        (r"plausibility\.(ahead|unspent)_over", _percent),
        (r"colour\.(red|yellow|green)_below", _positive),
    )
)


def expected_of(parameter: str, value: str) -> str | None:
    """What was expected of ``value``; "" if it makes sense, None if there is no such parameter."""
    for pattern, check in _CHECKS:
        if pattern.fullmatch(parameter):
            return check(parameter, value)
    return None


def contradictions(values: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Parameters of a whole scheme that do not go together: (parameter, found, expected)."""
    for needed in ("rounding.mode", "rounding.places"):
        if needed not in values:
            yield needed, "", "a value: no score can be rounded without it"
    yield from _levels(values)
    for name in ACHIEVED:
        low, high = number(values.get(f"band.{name}.from", "")), values.get(f"band.{name}.to", "")
        top = number(high)
        if (low is None) != (top is None) or (low is not None and top is not None and low > top):
            yield f"band.{name}.to", high, "a number not below that of from"
    yield from _grades(values)
    limits = [number(values.get(f"colour.{name}_below", "")) for name in ("red", "yellow", "green")]
    known = [limit for limit in limits if limit is not None]
    if known and (len(known) != len(limits) or known != sorted(known)):
        yield "colour.green_below", values.get("colour.green_below", ""), "limits that rise"


def _levels(values: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    total = number(values.get("points.total", ""))
    given = {name: values[f"points.{name}"] for name in LEVELS if f"points.{name}" in values}
    for name, value in given.items():
        if value in LEVELS and number(given.get(value, "")) is None:
            yield f"points.{name}", value, "a level that has a number of points"
    if total is None or not given:
        return
    found = sum((number(value) or Fraction(0) for value in given.values()), Fraction(0))
    if found != total:
        yield "points.total", str(float(total)), f"the sum of its levels: {float(found)}"


def _grades(values: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    names = sorted({name.split(".")[1] for name in values if name.startswith("grade.")})
    starts: dict[Fraction, str] = {}
    for name in names:
        start = number(values.get(f"grade.{name}.from", ""))
        if start is None:
            yield f"grade.{name}.from", "", "the least total of the grade"
        elif start in starts:
            yield f"grade.{name}.from", values[f"grade.{name}.from"], "another total for each grade"
        else:
            starts[start] = name
        if f"grade.{name}.label" not in values:
            yield f"grade.{name}.label", "", "the name of the grade"
    if starts and 0 not in starts:
        lowest = starts[min(starts)]
        yield f"grade.{lowest}.from", values[f"grade.{lowest}.from"], "0 for the lowest grade"
