"""Reports that are missing, each in a plain sentence: whose, which, and when it was due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from fiscal_notice.follow.judging.inputs import NOTICE, Frames
from fiscal_notice.follow.rules.missing import MISSING
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.model import Finding, Outcome

_SAYS = {
    "en": "{name}: nothing known of {report} ({period}), due on {day}",
    "zh": "{name}：尚不掌握{report}（{period}），最迟应于 {day} 报送",
}


def in_words(outcomes: Iterable[Outcome], frames: Frames) -> list[Outcome]:
    """The outcomes, with a sentence in both languages at each report that is missing."""
    regions = frames.get(NOTICE + "regions")
    names = (
        {}
        if regions is None
        else dict(zip(regions["region_code"], regions["name"].fillna(""), strict=True))
    )
    return [
        replace(outcome, findings=tuple(_said(each, names) for each in outcome.findings))
        if outcome.rule.id == MISSING
        else outcome
        for outcome in outcomes
    ]


def _said(finding: Finding, names: Mapping[str, str]) -> Finding:
    region, report, period = finding.key.split("/", 2)
    [field] = [each for each in schema_of("schedule").fields if each.name == "report"]
    texts = {}
    for lang, words in _SAYS.items():
        label = field.labels(lang).get(report, report)
        texts[lang] = words.format(
            report=label[:1].lower() + label[1:],
            period=period,
            name=names.get(region) or region,
            day=(finding.expected or "").rpartition(" ")[2],
        )
    return replace(finding, message=texts["en"], message_zh=texts["zh"])
