"""For each rule cases that break it, at least one for each of its branches, and some that hold.

The notice itself is the first case that holds: no rule finds anything in it.
"""

from notice.rules.cases import (
    codes,
    described,
    errata,
    glosses,
    indicators,
    policies,
    printed_amounts,
    reconcile,
    source,
    text,
    totals,
    units,
)
from notice.rules.cases.case import Case

_ROOMS = (
    codes,
    described,
    printed_amounts,
    totals,
    units,
    reconcile,
    text,
    policies,
    indicators,
    source,
    errata,
    glosses,
)
CASES: dict[str, tuple[Case, ...]] = {
    rule_id: cases for room in _ROOMS for rule_id, cases in room.CASES.items()
}
