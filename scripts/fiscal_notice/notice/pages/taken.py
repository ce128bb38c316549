"""What can be taken along of the lists of a notice: the columns of each."""

from __future__ import annotations

from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.site.taking import Taken


def _of(table: str, *names: str) -> tuple[tuple[str, str], ...]:
    return tuple((table, name) for name in names)


_REGION = _of("regions", "region_code", "name")
# A row for each grant of each recipient, each city, each city that has an indicator, each erratum.
_COLUMNS = {
    "recipients": (
        *_of("recipients", "recipient_id", "name", "kind"),
        *_of("grants", "grant_id", "project_name", "purpose", "transfer_type"),
        *_REGION,
        *_of("grants", "amount_yuan", "source_line"),
    ),
    "cities": _REGION,
    "indicators": (
        *_of("indicators", "level1", "level2", "level3_clean"),
        *_REGION,
        *_of("indicators", "value_as_printed", "source_line"),
    ),
    "errata": (
        *_of("errata", "erratum_id", "weight", "kind"),
        *_REGION,
        *_of("errata", "rule_id", "resource", "key", "field", "printed", "expected"),
        *_of("errata", "explanation_zh", "explanation_en", "source_line", "status", "reported_on"),
    ),
}
_SHARED = (("共有单位（金额只算一次）", "Shared with (count the amount once)"),)


def taken(facts: NoticeSiteFacts, name: str, lang: str) -> Taken:
    """What is taken along of the list that is called so, explained in the language of the page."""
    other = "explanation_en" if lang == "zh" else "explanation_zh"
    more = {"recipients": _SHARED, "cities": _money(facts) if name == "cities" else ()}
    return Taken(
        package=facts.package,
        name=name,
        columns=tuple(column for column in _COLUMNS[name] if column[1] != other),
        more=more.get(name, ()),
    )


def _money(facts: NoticeSiteFacts) -> tuple[tuple[str, str], ...]:
    """The money of a city, by transfer type too, and how much is said of it."""
    chinese, english = facts.money.labels("zh"), facts.money.labels("en")
    counted = (("指标", "Indicators"), ("勘误", "Errata"))
    if not facts.money.rows:
        return counted
    return (
        ("合计（元）", "Total (yuan)"),
        *(
            (f"{chinese.get(code, code)}（元）", f"{english.get(code, code)} (yuan)")
            for code in facts.money.transfer_types
        ),
        ("有绩效目标的（元）", "Under target sheets (yuan)"),
        *counted,
    )
