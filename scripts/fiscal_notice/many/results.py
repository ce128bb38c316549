"""The results of many packages as text and as JSON: what was found where, then one summary."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fiscal_notice.many.work import Result
from fiscal_notice.model import Count
from fiscal_notice.report import cut_lines, finding_line, finding_lines, report_json, verdict

SUMMARY = {
    "en": {
        "summary": "{packages:,} packages: {valid:,} valid, {invalid:,} not valid, {unreadable:,} "
        "that could not be read; {rows:,} rows, {bytes:,} bytes in {seconds:.1f} s.",
        "more": "{count:finding} more; a higher --limit shows them.",
    },
    "zh": {
        "summary": "共 {packages:,} 个数据包：通过 {valid:,}，未通过 {invalid:,}，无法读取 "
        "{unreadable:,}；{rows:,} 行，{bytes:,} 字节，用时 {seconds:.1f} 秒。",
        "more": "另有 {count} 处未显示；增大 --limit 可显示。",
    },
}


@dataclass(slots=True)
class Totals:
    """How many packages came out how, and how much was read; ``advised`` have advice."""

    valid: int = 0
    invalid: int = 0
    unreadable: int = 0
    rows: int = 0
    bytes: int = 0
    advised: int = 0

    def add(self, result: Result) -> None:
        """Count a result."""
        rows, size = result.size
        self.valid += result.valid
        self.unreadable += result.error is not None
        self.invalid += not result.valid and result.error is None
        self.rows += rows
        self.bytes += size
        self.advised += result.advised > 0

    @property
    def packages(self) -> int:
        """How many packages there are."""
        return self.valid + self.invalid + self.unreadable

    def as_dict(self, seconds: float) -> dict[str, Any]:
        """The totals with their names."""
        return {
            "packages": self.packages,
            "valid": self.valid,
            "invalid": self.invalid,
            "unreadable": self.unreadable,
            "advised": self.advised,
            "rows": self.rows,
            "bytes": self.bytes,
            "seconds": round(seconds, 3),
        }


def summary(totals: Totals, seconds: float, lang: str = "en") -> str:
    """How all packages came out, how much was read and how long it took, in one line."""
    return SUMMARY[lang]["summary"].format(**totals.as_dict(seconds))


def package_lines(
    results: Sequence[Result], *, lang: str = "en", limit: int = 1000
) -> Iterator[str]:
    """The packages that have findings, in lines; at most ``limit`` findings of all together."""
    left = limit
    for result in results:
        if result.error is not None:
            yield str(result.error)
        elif result.report is not None and not result.valid:
            found = result.report.undeclared
            yield f"{result.source}: {verdict(result.report, lang)}"
            yield from (f"  {line}" for line in finding_lines(result.report, left, lang))
            if len(found) > left:
                yield "  " + SUMMARY[lang]["more"].format(count=Count(len(found) - left))
            yield from (f"  {line}" for line in cut_lines(result.report, lang))
            left = max(0, left - len(found))
        if result.report is not None and result.report.advice:
            if result.valid:
                yield f"{result.source}: {verdict(result.report, lang)}"
            advice = result.report.advice[:left]
            yield from (f"  {finding_line(finding, lang)}" for finding in advice)
            left -= len(advice)


def document(result: Result, limit: int) -> dict[str, Any]:
    """One package as an entry of the JSON: ``path``, and ``report`` or ``error``.

    The report is the one of ``report_json``, with at most ``limit`` findings, or frictionless's.
    """
    if result.error is not None:
        return {"path": result.source, "error": str(result.error)}
    if result.schemas is not None:
        return {"path": result.source, "report": result.schemas}
    assert result.report is not None  # noqa: S101  a result is one of the three
    return {"path": result.source, "report": json.loads(report_json(result.report, limit=limit))}


def many_json(documents: Sequence[dict[str, Any]], totals: Totals, seconds: float) -> str:
    """All packages as JSON: ``valid``, ``stats`` and ``packages``, in this order.

    ``packages`` are entries as ``document`` makes them, in the order in which they were named.
    """
    whole = {
        "valid": totals.valid == totals.packages,
        "stats": totals.as_dict(seconds),
        "packages": documents,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
