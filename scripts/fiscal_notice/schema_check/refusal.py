"""That other commands refuse a package in which nothing is wrong by its schemas, and why."""

from __future__ import annotations

from fiscal_notice.model import Warn
from fiscal_notice.schema_check.conformance import Conformance
from fiscal_notice.schema_check.subject import Subject
from fiscal_notice.translation import in_chinese

# The commands that read a package strictly, and so do not take what they would have to guess.
_COMMANDS = ("release", "diff", "trace", "site", "explore", "publish")


def refusals(conformance: Conformance, subject: Subject) -> list[Warn]:
    """A warning of that, if so; what frictionless finds wrong is said by its errors."""
    refusal = subject.refusal
    if refusal is None or not conformance.report["valid"]:
        return []
    what = (("found", refusal.found), ("expected", refusal.expected), ("try", refusal.hint))
    told = "; ".join(f"{name} {text}" for name, text in what if text)
    return [
        Warn(
            resource="",
            message=f"{', '.join(_COMMANDS)} refuse this package: {refusal.problem}"
            + (f" ({told})" if told else ""),
            message_zh=f"{'、'.join(_COMMANDS)} 不接受该数据包：{in_chinese(refusal.problem)}"
            + (f"（现为 {refusal.found}）" if refusal.found else ""),
        )
    ]
