"""The draft of an erratum: what kind of defect a finding is, and its explanation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fiscal_notice.model import Finding, Rule
from fiscal_notice.notice.declaring.habits import habit
from fiscal_notice.notice.declaring.places import Places
from fiscal_notice.notice.facts.differences import in_words, number, shape
from fiscal_notice.notice.facts.table_reader import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A finding with what an erratum would say of it.

    It cannot be declared where nothing says where it stands: neither ``line``, of the notice, nor
    ``where``, by columns of the errata. ``carried`` is the id of the erratum of another notice
    whose words these are.
    """

    finding: Finding
    kind: str
    weight: str
    zh: str
    en: str
    line: int | None
    carried: str | None = None
    where: Mapping[str, str] = field(default_factory=dict)


class _Cell(str):
    """A cell in a template: ``{cell:,}`` groups its digits, if it is a number."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        value = number(self)
        return f"{value:,}" if form == "," and value is not None else str(self)


class _Cells(dict[str, str]):
    """The cells of a row in a template; a column that the table lacks is empty."""

    def __missing__(self, name: str) -> str:
        return _Cell()


def draft(finding: Finding, rule: Rule, places: Places) -> Draft:
    """The draft of one finding: its habit's words, filled with its cells."""
    said = habit(finding.rule, shape(finding.found, finding.expected))
    values = facts_of(finding, rule, places)
    return Draft(
        finding=finding,
        kind=said.kind,
        weight=said.weight,
        zh=said.zh.format_map(values),
        en=_sentence(said.en.format_map(values)),
        line=places.line(finding),
        where=places.where(finding),
    )


def drafts(findings: Iterable[Finding], rules: Mapping[str, Rule], places: Places) -> list[Draft]:
    """The drafts of findings, in their order."""
    return [draft(finding, rules[finding.rule], places) for finding in findings]


def facts_of(finding: Finding, rule: Rule, places: Places) -> Mapping[str, object]:
    """What a template may name of a finding: its cell, its place, the form printed first."""
    entry, first = places.entry(finding), places.first(finding)
    indicator = places.indicator(entry)
    found, expected = number(finding.found), number(finding.expected)
    values: dict[str, object] = {
        "found": finding.found or "",
        "expected": finding.expected or "",
        "found_number": _Cell(finding.found or "").__format__(","),
        "expected_number": _Cell(finding.expected or "").__format__(","),
        "difference": f"{abs(expected - found):,}" if found is not None and expected else "",
        "line": places.line(finding) or "",
        "item": entry["position"],
        "name": indicator["level3_clean"],
        "value": indicator["value_as_printed"],
        "first_value": first["value_as_printed"],
        "first_line": first.line or "",
        "row": _Cells({name: _Cell(cell) for name, cell in entry.cells.items()}),
        "statement_zh": rule.statement_zh,
        "statement_en": rule.statement,
    }
    for lang in ("zh", "en"):
        values |= _in_language(finding, entry, first, places, lang)
    return values


def _in_language(
    finding: Finding, entry: Entry, first: Entry, places: Places, lang: str
) -> dict[str, object]:
    found = places.package.field(finding.table, finding.field)
    title = found.title(lang) if found else finding.field
    labels = found.labels(lang) if found else {}
    chinese = lang == "zh"
    item = entry["position"] if entry.table == "sheet_policies" else ""
    line = first.line
    values = {
        "place": places.place(entry, lang),
        "city": places.city(entry, lang),
        "item": "" if not item else f"第{item}条" if chinese else f"in item {item} ",
        "field": title if chinese else title[:1].lower() + title[1:],
        "first": "" if line is None else f"（第{line}行）" if chinese else f" (line {line})",
        "change": in_words(finding.found, finding.expected, lang),
        "found_label": _lower(labels.get(finding.found or "", finding.found or ""), lang),
        "expected_label": _lower(labels.get(finding.expected or "", finding.expected or ""), lang),
        "found_or_none": finding.found or ("（无）" if chinese else "(none)"),
    }
    return {f"{name}_{lang}": value for name, value in values.items()}


def _lower(text: str, lang: str) -> str:
    return text[:1].lower() + text[1:] if lang == "en" else text


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
