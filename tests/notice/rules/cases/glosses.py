"""Cases for the rule on glosses."""

from __future__ import annotations

from notice.rules.cases.case import Case, New


def _gloss(text: str, of: str) -> New:
    return "glosses", {"text": text, "text_en": "in English", "of": of}


CASES: dict[str, tuple[Case, ...]] = {
    "TXT-35": (
        Case(
            added=(_gloss("没有这样的指标", "indicators.level3"),),
            cell=("glosses", "没有这样的指标", "text"),
            expected="True",
            alone=True,
        ),
        Case(
            added=(_gloss("完成专利导航报告", "indicators.level9"),),
            cell=("glosses", "完成专利导航报告", "of"),
            alone=True,
        ),
        Case(
            added=(_gloss("完成专利导航报告", "another.level3"),),
            cell=("glosses", "完成专利导航报告", "of"),
            alone=True,
        ),
        Case(added=(_gloss("完成专利导航报告", "indicators.level3"),)),
    ),
}
