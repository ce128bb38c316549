"""The findings of ``follow check`` in words, city by city, in English or Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fiscal_notice.follow.family import AS_OF
from fiscal_notice.follow.judging.by_city import City, Told
from fiscal_notice.follow.judging.check import Checked
from fiscal_notice.follow.table_schemas import TABLES, schema_of
from fiscal_notice.model import NOT_AVAILABLE, NOTHING_TO_CHECK, Count
from fiscal_notice.package.visible import abridged
from fiscal_notice.package.words import said
from fiscal_notice.translation import in_chinese

_WORDS = {
    "en": {
        "package": "The package as a whole",
        "fine": "nothing found",
        "is": "{field} is {found}, expected {expected}",
        "empty": "empty",
        "comma": ", ",
        "and": ", ",
        "colon": ": ",
        "basis": "Basis: {basis}",
        "missing": "Nothing is known, as of {day}, of:",
        "due": "{report} {period}: {expected}",
        "warning": "warning",
        "advice": "to be looked at",
        "head": "{count:finding} that no erratum declares.",
        "skipped": "Could not run, for {why}: {rules}",
    },
    "zh": {
        "package": "整个数据包",
        "fine": "未发现问题",
        "is": "{field}为 {found}，应为 {expected}",
        "empty": "空",
        "comma": "，",
        "and": "、",
        "colon": "：",
        "basis": "依据：{basis}",
        "missing": "截至{day}，尚不掌握：",
        "due": "{report}（{period}）：{expected}",
        "warning": "提示",
        "advice": "供核对",
        "head": "勘误表未列的问题共 {count:,} 处。",
        "skipped": "未能检查（{why}）：{rules}",
    },
}


def listing(result: Checked, lang: str) -> str:
    """All that ``follow check`` prints."""
    found = [told.finding for city in result.cities for told in city.findings]
    count = Count(sum(finding.severity != "advice" for finding in found))
    lines = [result.package.title(lang), _WORDS[lang]["head"].format(count=count)]
    lines += _not_run(result, lang)
    day = str(result.package.descriptor.get(AS_OF, ""))
    for alike in _alike(result.cities, lang):
        lines += _city(alike, lang, day)
    return "\n".join(lines) + "\n"


def _not_run(result: Checked, lang: str) -> Iterator[str]:
    """The rules that something kept from running, by what it is; not those without a table."""
    reasons: dict[str, list[str]] = {}
    for outcome in result.report.outcomes:
        why = outcome.skipped or NOTHING_TO_CHECK
        if why != NOTHING_TO_CHECK and not why.startswith(NOT_AVAILABLE):
            reasons.setdefault(why, []).append(outcome.rule.id)
    for why, rules in reasons.items():
        said_why = in_chinese(why) if lang == "zh" else why
        yield _WORDS[lang]["skipped"].format(why=said_why, rules=" ".join(rules))


def _alike(cities: Sequence[City], lang: str) -> list[list[City]]:
    """The cities in their order; those without findings that lack the same stand together."""
    groups: dict[tuple[str, ...], list[City]] = {}
    for city in cities:
        lacking = tuple(_due(told, lang) for told in city.missing)
        key = lacking if lacking and not city.findings else (city.code,)
        groups.setdefault(key, []).append(city)
    return list(groups.values())


def _city(alike: list[City], lang: str, day: str) -> Iterator[str]:
    words, city = _WORDS[lang], alike[0]
    if not city.code and not city.findings:
        return
    yield ""
    form = "{} ({})" if lang == "en" else "{}（{}）"
    names = [form.format(_name(each, lang), each.code) for each in alike]
    yield words["and"].join(names) if city.code else words["package"]
    # Of a city that has not reported nothing can be found.
    if not city.findings and not city.missing:
        yield "  " + words["fine"]
    rules: dict[str, list[Told]] = {}
    for told in city.findings:
        rules.setdefault(told.rule.id, []).append(told)
    for found in rules.values():
        yield from _rule(found, lang)
    if city.missing:
        yield "  " + words["missing"].format(day=day)
        for told in city.missing:
            yield "    " + _due(told, lang)


def _name(city: City, lang: str) -> str:
    return (lang == "en" and city.english) or city.name


def _rule(found: list[Told], lang: str) -> Iterator[str]:
    words, rule = _WORDS[lang], found[0].rule
    weight = words.get(rule.severity, "")
    mark = (f" ({weight})" if lang == "en" else f"（{weight}）") if weight else ""
    yield f"  {rule.id}{mark} {rule.statement_zh if lang == 'zh' else rule.statement}"
    for told in found:
        yield "    " + words["colon"].join(
            x for x in (_place(told, lang), _sentence(told, lang)) if x
        )
    if rule.basis:
        yield "    " + words["basis"].format(
            basis=in_chinese(rule.basis) if lang == "zh" else rule.basis
        )


def _place(told: Told, lang: str) -> str:
    cell = "!".join(part for part in (told.sheet, told.cell) if part)
    parts = [part for part in (told.file, cell) if part]
    if not parts:
        parts = [f"{told.finding.table}:{told.finding.key}"]
    return abridged(_WORDS[lang]["comma"].join(parts))


def _sentence(told: Told, lang: str) -> str:
    words, finding = _WORDS[lang], told.finding
    if finding.message is not None:
        return abridged((lang == "zh" and finding.message_zh) or finding.message)
    expected = finding.expected or ""
    return words["is"].format(
        field=_titles(finding.table, lang).get(finding.field, finding.field),
        found=abridged(finding.found or "") or words["empty"],
        expected=abridged(in_chinese(expected) if lang == "zh" else expected) or words["empty"],
    )


def _due(told: Told, lang: str) -> str:
    """A report that is missing, and by when it was due."""
    _, report, period = told.finding.key.split("/", 2)
    labels = next(f.labels(lang) for f in schema_of("schedule").fields if f.name == "report")
    expected = told.finding.expected or ""
    return _WORDS[lang]["due"].format(
        report=labels.get(report, report),
        period=period,
        expected=in_chinese(expected) if lang == "zh" else expected,
    )


def _titles(table: str, lang: str) -> Mapping[str, str]:
    if table not in TABLES:
        return {}
    return {f.name: said(f.raw, "title", lang) for f in schema_of(table).fields}
