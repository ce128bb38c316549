"""The rules of a follow-up: the statements that must hold, as a list you can read."""

from __future__ import annotations

from fiscal_notice.model import Rule

#: Frames of the notice are called ``notice:TABLE``.
RULES: tuple[Rule, ...] = ()
