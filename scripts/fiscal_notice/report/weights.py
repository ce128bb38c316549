"""How much the declared defects matter: three figures, and the material ones first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fiscal_notice.model import WEIGHTS, Count, Finding, Report

#: What a reader tells apart: wording and layout change nothing of what a document says.
PARTS = ("material", "structure", "form")
_WORDS = {
    "en": {
        "material": "money or targets",
        "structure": "structure",
        "form": "wording or layout",
        "part": "{count:,} on {what}",
        "comma": ", ",
    },
    "zh": {
        "material": "涉及资金或目标",
        "structure": "结构",
        "form": "表述和版式",
        "part": "{what} {count:,} 处",
        "comma": "，",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How many declared findings touch money or targets, the structure, or the form alone."""

    material: Count
    structure: Count
    form: Count


def weights(report: Report) -> Weights | None:
    """The three figures; None where nothing is declared, or an erratum does not say its weight."""
    said = [part_of(report, one) for one in report.findings if one.erratum]
    if not said or None in said:
        return None
    return Weights(
        material=Count(said.count("material")),
        structure=Count(said.count("structure")),
        form=Count(said.count("form")),
    )


def part_of(report: Report, finding: Finding) -> str | None:
    """Which of the three a declared finding is; None if its erratum does not say so."""
    known = report.explanations.get(finding.erratum or "")
    if known is None or known.weight not in WEIGHTS:
        return None
    return known.weight if known.weight in PARTS else "form"


def heaviest_first(report: Report, findings: Iterable[Finding]) -> Sequence[Finding]:
    """Declared findings, the material ones first; as they stand where no weights are known."""
    if weights(report) is None:
        return list(findings)
    return sorted(findings, key=lambda one: PARTS.index(part_of(report, one) or "form"))


def part_in_words(part: str, lang: str) -> str:
    """What one of the three is called."""
    return _WORDS[lang][part]


def weights_in_words(report: Report, lang: str) -> str:
    """The three figures in words; empty where no weights are known."""
    known, words = weights(report), _WORDS[lang]
    if known is None:
        return ""
    parts = (words["part"].format(count=getattr(known, name), what=words[name]) for name in PARTS)
    return words["comma"].join(parts)
