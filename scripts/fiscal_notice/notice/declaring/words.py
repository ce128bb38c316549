"""What ``errata`` prints: groups with examples and drafts, and what is to be mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fiscal_notice.model import Count, Finding
from fiscal_notice.notice.declaring.drafts import Draft
from fiscal_notice.notice.declaring.groups import Group
from fiscal_notice.notice.declaring.run import Undeclared
from fiscal_notice.notice.facts.differences import in_words
from fiscal_notice.notice.table_schemas.fitting import family_schema
from fiscal_notice.package import Package
from fiscal_notice.package.visible import visible

ERRATA = "errata"
EXAMPLES = 3
_WIDTH = 60

_WORDS = {
    "en": {
        "head": "{group}: {number}, kind {kind}, {weight}",
        "findings": "finding",
        "line": "line {line}, {table}:{key} {field}: {cells}",
        "cells": "{found} → {expected}",
        "cell": "{where}, {table}:{key} {field}: {cells}",
        "nothing": "(empty)",
        "more": "and {number} more",
        "carried": "words of {number} from the errata of the other notice, such as {erratum}",
        "by_hand": "may rest on what was given by hand, not on the notice: {cells}",
        "accept": "{command} {names}",
        "take": "Next, once read: {command} --accept carried",
        "mend": "To be mended, not declared:",
        "place": "{rule} {table}:{key} {field}: {found} → {expected}",
        "none": "No finding is without an erratum; {declared} declared.",
        "sum": "{left} in {groups} without an erratum; {declared} declared.",
        "groups": "group",
    },
    "zh": {
        "head": "{group}：{number}，类别 {kind}，{weight}",
        "findings": "处",
        "line": "第{line}行，{table}:{key} {field}：{cells}",
        "cells": "{found} → {expected}",
        "cell": "{where}，{table}:{key} {field}：{cells}",
        "nothing": "（空）",
        "more": "另有{number}处",
        "carried": "其中{number}处沿用另一通知勘误的说明，如 {erratum}",
        "by_hand": "可能出于人工补充的内容，而非通知本身：{cells}",
        "accept": "{command} {names}",
        "take": "下一步，阅后：{command} --accept carried",
        "mend": "以下应改正，不列入勘误：",
        "place": "{rule} {table}:{key} {field}：{found} → {expected}",
        "none": "没有未列入勘误的检查结果；已列入{declared}处。",
        "sum": "未列入勘误的检查结果{left}，共{groups}；已列入{declared}处。",
        "groups": "组",
    },
}


def labels_of(package: Package | None, field: str, lang: str) -> Mapping[str, str]:
    """What the codes of a column of the errata are called: by the package, or the family."""
    own = package.field(ERRATA, field) if package else None
    known = own.labels(lang) if own else {}
    for one in family_schema(ERRATA)["fields"]:
        if one["name"] == field:
            label = "label@en" if lang == "en" else "label"
            known = {each["value"]: each[label] for each in one["categories"]} | known
    return known


def listing(found: Undeclared, lang: str, command: str = "fiscal-notice errata") -> str:
    """All groups, each with its count, examples, drafts in both languages and how to take it.

    ``command`` is the one that a person types to take a group: it names the package and the other
    notice as this run does, so that it can be copied.
    """
    return "\n".join(_lines(found, lang, command)) + "\n"


def summary(found: Undeclared, lang: str) -> str:
    """How many findings are left, and in how many groups."""
    words = _WORDS[lang]
    if not found.count:
        return words["none"].format(declared=f"{found.declared:,}")
    return words["sum"].format(
        left=_count(found.count, "findings", lang),
        groups=_count(len(found.groups), "groups", lang),
        declared=f"{found.declared:,}",
    )


def _lines(found: Undeclared, lang: str, command: str) -> Iterator[str]:
    for group in found.groups:
        yield from _group(group, lang, command)
        yield ""
    if found.mend:
        yield _WORDS[lang]["mend"]
        for finding in found.mend:
            yield "  " + _WORDS[lang]["place"].format(
                rule=finding.rule,
                table=finding.table,
                key=finding.key,
                field=finding.field,
                found=_cell(finding.found, lang),
                expected=_cell(finding.expected, lang),
            )
        yield ""
    yield summary(found, lang)
    if any(draft.carried for group in found.groups for draft in group.drafts):
        yield _WORDS[lang]["take"].format(command=command)


def _group(group: Group, lang: str, command: str) -> Iterator[str]:
    words, first = _WORDS[lang], group.drafts[0]
    labels = labels_of(None, "weight", lang)
    yield words["head"].format(
        group=" ".join(group.rules),
        number=_count(len(group.drafts), "findings", lang),
        kind=", ".join(group.kinds),
        # In English as a person types it, for --weight.
        weight=", ".join(labels[w] if lang == "zh" else w for w in group.weights),
    )
    if len(group.fields) > 1:
        yield "  " + ", ".join(f"{name} {number}" for name, number in group.fields.items())
    for draft in group.examples(EXAMPLES):
        yield "  " + _example(draft, lang)
    if len(group.drafts) > EXAMPLES:
        yield "  " + words["more"].format(number=f"{len(group.drafts) - EXAMPLES:,}")
    yield f"  zh: {visible(first.zh)}"
    yield f"  en: {visible(first.en)}"
    carried = [draft.carried for draft in group.drafts if draft.carried]
    if carried:
        yield "  " + words["carried"].format(number=f"{len(carried):,}", erratum=carried[0])
    if group.by_hand:
        yield "  " + words["by_hand"].format(cells=visible("; ".join(group.by_hand)))
    names = " ".join(f"--accept {rule}" for rule in group.rules)
    yield "  " + words["accept"].format(command=command, names=names)


def _example(draft: Draft, lang: str) -> str:
    finding: Finding = draft.finding
    words = _WORDS[lang]
    found, expected = (finding.found or "", finding.expected or "")
    long = max(len(found), len(expected)) > _WIDTH
    cells = words["cells"].format(found=_cell(found, lang), expected=_cell(expected, lang))
    where = " ".join(visible(part) for part in draft.where.values() if part)
    return words["cell" if draft.where else "line"].format(
        line=draft.line,
        where=where,
        table=finding.table,
        key=finding.key,
        field=finding.field,
        # Of a long text what differs says more than how it begins.
        cells=visible(in_words(found, expected, lang)) if long and found and expected else cells,
    )


def _cell(text: str | None, lang: str) -> str:
    if not text:
        return _WORDS[lang]["nothing"]
    return visible(text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…")


def _count(number: int, noun: str, lang: str) -> str:
    word = _WORDS[lang][noun]
    return f"{number:,}{word}" if lang == "zh" else f"{Count(number):{word}}"
