"""That other commands refuse a package in which nothing is wrong by its schemas, and why."""

from __future__ import annotations

from fiscal_notice.errors import PackageError
from fiscal_notice.model import Warn
from fiscal_notice.package import Package
from fiscal_notice.package.naming import check_names
from fiscal_notice.schema_check.conformance import Conformance
from fiscal_notice.schema_check.subject import Subject
from fiscal_notice.translation import in_chinese

# The commands that read a package strictly, and so do not take what they would have to guess.
_COMMANDS: tuple[str, ...] = ("release", "diff", "trace", "site", "explore", "publish")


def refusals(conformance: Conformance, subject: Subject) -> list[Warn]:
    """A warning of that, if so; what frictionless finds wrong is said by its errors."""
    if not conformance.report["valid"]:
        return []
    refusal, commands = subject.refusal, _COMMANDS
    if refusal is None and subject.package is not None:
        refusal, commands = _unnamed(subject.package), _COMMANDS[:1]
    if refusal is None:
        return []
    what = (("found", refusal.found), ("expected", refusal.expected), ("try", refusal.hint))
    refuse = "refuse" if len(commands) > 1 else "refuses"
    told = "; ".join(f"{name} {text}" for name, text in what if text)
    return [
        Warn(
            resource="",
            message=f"{', '.join(commands)} {refuse} this package: {refusal.problem}"
            + (f" ({told})" if told else ""),
            message_zh=f"{'、'.join(commands)} 不接受该数据包：{in_chinese(refusal.problem)}"
            + (f"（现为 {refusal.found}）" if refusal.found else ""),
        )
    ]


def _unnamed(package: Package) -> PackageError | None:
    """Why a release could not be named, dated or written."""
    try:
        check_names(package)
    except PackageError as error:
        return error
    return None
