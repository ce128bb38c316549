"""The rules of a follow-up: the statements that must hold, as a list you can read."""

from __future__ import annotations

from fiscal_notice.follow.rules import dates, keys
from fiscal_notice.follow.rules.saying import OF_REGIONS
from fiscal_notice.model import Rule
from fiscal_notice.notice.rules import ON_ERRATA
from fiscal_notice.notice.rules.declare import rule

_KEYED = " ".join(keys.KEYED)
#: Each with the tables that it judges, then those that it only reads; frames of the notice are
#: called ``notice:TABLE``.
RULES: tuple[Rule, ...] = (
    rule("FOL-01", keys.region_known, reads="notice:regions", optional=" ".join(OF_REGIONS)),
    rule("FOL-02", keys.key_known, reads="notice:notice", optional=_KEYED),
    rule("FOL-03", keys.key_of_region, reads="notice:notice", optional=_KEYED),
    rule(
        "FOL-04",
        keys.sheet_of_indicator,
        reads="notice:indicators",
        optional="confirmed_targets monitoring self_evaluation_scores",
    ),
    rule("FOL-05", keys.notice_at_hand, "about", reads="notice:notice"),
    rule("FOL-06", dates.year_has_begun, reads="notice:notice", optional="payments stages"),
    *ON_ERRATA,
)
