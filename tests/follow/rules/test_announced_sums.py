"""What was announced for a region is one sum: for rules, which count in frames, and for pages."""

from __future__ import annotations

from decimal import Decimal

from fiscal_notice.follow.judging.inputs import notice_frames
from fiscal_notice.follow.rules.announced_money import announced
from follow.kit import real_notice


def test_rules_and_pages_hold_the_same_amount_as_announced() -> None:
    notice = real_notice()
    sums = announced(notice_frames(notice.facts.package, {}), "region")
    own = {(code,): notice.amount(code) for code in notice.regions}
    assert {key: Decimal(amount) for key, amount in sums.items()} == own
    assert own
