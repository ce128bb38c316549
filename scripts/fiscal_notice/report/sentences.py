"""One finding in words: where it stands, what is wrong there, what was expected, what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from fiscal_notice.model import Finding
from fiscal_notice.package.visible import abridged, visible
from fiscal_notice.report.error_words import TYPES, ErrorWords
from fiscal_notice.report.notes import parts_of, sentence_of
from fiscal_notice.report.words_of_file_errors import DESCRIPTOR_ERRORS, FILE_ERRORS
from fiscal_notice.report.words_of_table_errors import CELL_ERRORS, HEADER_ERRORS, ROW_ERRORS
from fiscal_notice.translation import in_chinese, templates

#: Frictionless's types of errors.
KINDS = CELL_ERRORS | ROW_ERRORS | HEADER_ERRORS | FILE_ERRORS | DESCRIPTOR_ERRORS
_LETTERS = 26
# A phrase, or what stands before a value in one.
_ENGLISH = re.compile(r"[a-z]{3} |[a-z] [a-z]|^(?:True|False)$")

_WORDS = {
    "en": {
        "is": "is {found}, expected {expected}",
        "nothing": "empty",
        "line": "source line {line}",
        "row": "row {row}",
        "key": "key {key}",
        "mend": "correct the row, or declare the defect in the errata",
        "column": "column {number} ({letters})",
        "comma": ", ",
        "colon": ": ",
        "quoted": '"{}"',
        "empty": "an empty cell",
        "form": "no {type} of the form {format}",
        "as": "{type} of the form {format}",
        "kept": "{note}",
        "should": ", expected “{field}”",
        "byte": "byte {byte}",
        "bytes": "bytes that are no character of it",
    },
    "zh": {
        "is": "为 {found}，应为 {expected}",
        "nothing": "空",
        "line": "原文第{line}行",
        "row": "第{row}行",
        "key": "主键 {key}",
        "mend": "改正该行，或将缺陷列入勘误表",
        "column": "第{number}列（{letters}）",
        "comma": "，",
        "colon": "：",
        "quoted": "“{}”",
        "empty": "空单元格",
        "form": "不是格式为 {format} 的值（{type}）",
        "as": "格式为 {format} 的值（{type}）",
        "kept": "frictionless 的说明：{note}",
        "should": "，应为“{field}”",
        "byte": "为 {byte}",
        "bytes": "的字节不是该编码的字符",
    },
}

# Kinds whose sentence names the column.
_NAMING = frozenset({"missing-label", "missing-cell"})
_EXPECTED = {
    "constraint-error:required": ("a value", "必填"),
    "constraint-error:enum": ("one of {value}", "{value} 之一"),
    "constraint-error:pattern": ("the form {value}", "格式 {value}"),
    "constraint-error:minimum": ("at least {value}", "不小于 {value}"),
    "constraint-error:maximum": ("at most {value}", "不大于 {value}"),
    "constraint-error:exclusiveMinimum": ("more than {value}", "大于 {value}"),
    "constraint-error:exclusiveMaximum": ("less than {value}", "小于 {value}"),
    "constraint-error:minLength": ("a length of {value} or more", "长度不小于 {value}"),
    "constraint-error:maxLength": ("a length of {value} or less", "长度不大于 {value}"),
    "foreign-key": ("a value of {resource}: {targets}", "{resource} 的 {targets} 之一"),
    "incorrect-label": ("{field}", "{field}"),
    "missing-label": ("{field}", "{field}"),
    "hash-count": ("{expected}", "{expected}"),
    "byte-count": ("{expected}", "{expected}"),
    "row-count": ("{expected}", "{expected}"),
    "field-count": ("{expected}", "{expected}"),
}


def finding_line(finding: Finding, lang: str = "en") -> str:
    """One finding in one line.

    ``t:row 12, amount: "25万元" is no integer`` of a schema; of a rule
    ``grants:17 (source line 113) TOT-03 FIELD is X, expected Y``.
    """
    words, place = _WORDS[lang], place_of(finding, lang)
    if _known(finding):
        return f"{place}{words['colon']}{sentence(finding, lang)}"
    if finding.severity == "advice":
        return f"{place}{words['colon']}{finding.rule} {sentence(finding, lang)}"
    return f"{place} {finding.rule} {sentence(finding, lang)}"


def place_of(finding: Finding, lang: str = "en") -> str:
    """Where a finding stands: ``t:row 12, amount``, ``t, column 2 (B)`` or ``grants:17 (…)``."""
    words, place = _WORDS[lang], abridged(finding.table)
    key = "" if finding.key == f"row {finding.row}" else abridged(finding.key)
    row = words["row"].format(row=finding.row) if finding.row is not None else ""
    if key or row:
        place += f":{key or row}"
    after = [row] if key and row else []
    if finding.line is not None:
        after.append(words["line"].format(line=finding.line))
    if after:
        place += f" ({words['comma'].join(after)})"
    if finding.severity != "advice" and not _known(finding):
        return place
    return words["comma"].join(part for part in (place, column_of(finding, lang)) if part)


def spot_of(finding: Finding, lang: str = "en") -> str:
    """Where in its table a finding stands: its row, key, line of the source or column."""
    words = _WORDS[lang]
    key = "" if finding.key == f"row {finding.row}" else abridged(finding.key)
    if key:
        key = words["key"].format(key=key)
    spots = (
        words["row"].format(row=finding.row) if finding.row is not None else "",
        key,
        words["line"].format(line=finding.line) if finding.line is not None else "",
    )
    return words["comma"].join(spot for spot in spots if spot) or column_of(finding, lang)


def column_of(finding: Finding, lang: str = "en") -> str:
    """The column of a finding: the name of its field, in a header its number; or nothing."""
    if finding.kind in _NAMING:
        return ""
    if finding.column is None or (finding.field and not finding.labels):
        return abridged(finding.field)
    letters = letters_of(finding.column)
    return _WORDS[lang]["column"].format(number=finding.column, letters=letters)


def letters_of(column: int) -> str:
    """The letters that a spreadsheet gives to a column, counted from 1: A, B, … Z, AA."""
    letters = ""
    while column:
        column, last = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + last) + letters
    return letters


def sentence(finding: Finding, lang: str = "en") -> str:
    """What is wrong, without the place."""
    kind = _kind(finding)
    if kind is not None:
        facts = _facts(finding, lang)
        try:
            return kind.says[lang == "zh"].format(**facts)
        except KeyError:
            # A note of another form than the kind's: its own sentence, ours or frictionless's.
            return facts["note"]
    if finding.message is not None:
        said = (lang == "zh" and finding.message_zh) or finding.message
        # An error of several lines in one; and what it quotes of a table may hold anything.
        return visible("; ".join(" ".join(line.split()) for line in said.splitlines()))
    words = _WORDS[lang]
    what = words["is"].format(
        found=_found(finding, lang) or words["nothing"],
        expected=_expected(finding, lang) or words["nothing"],
    )
    return f"{finding.field} {what}"


def _expected(finding: Finding, lang: str) -> str:
    """A value as it is, or what the program says of one in the language."""
    text = finding.expected or ""
    return abridged(_phrase(text, lang))


def _found(finding: Finding, lang: str) -> str:
    """The cell; of a row that is not there the program's words. No cell is taken for a sentence."""
    text = finding.found or ""
    return abridged(templates().get(text, text) if lang == "zh" else text)


def found_in(finding: Finding) -> str:
    """The value or label that was found, its signs visible; empty if there is none."""
    if _known(finding) and (actual := parts_of(finding.note).get("actual")):
        return abridged(actual)
    return abridged(finding.found or "")


def expected_in(finding: Finding, lang: str = "en") -> str:
    """What was expected, in words; empty where the sentence says it all."""
    if not _known(finding):
        return _expected(finding, lang)
    facts = _facts(finding, lang)
    if finding.kind == "type-error":
        return facts.get("type_expected", "")
    words = _EXPECTED.get(_variant(finding))
    try:
        return words[lang == "zh"].format(**facts) if words else ""
    except KeyError:
        return ""


@lru_cache(maxsize=10_000)
def _phrase(text: str, lang: str) -> str:
    """What a rule says in words of its own in place of a value, in Chinese where that is asked."""
    return in_chinese(text) if lang == "zh" and _ENGLISH.search(text) else text


def kind_title(finding: Finding, lang: str = "en") -> str:
    """What the kind of a finding is called; empty for rules, which have statements."""
    kind = _kind(finding)
    return kind.title[lang == "zh"] if kind else ""


def mend(finding: Finding, lang: str = "en") -> str:
    """What to do about a finding; empty if its kind is not known, or its message says it."""
    kind = _kind(finding)
    if kind is not None:
        return kind.mend[lang == "zh"]
    # Findings without a kind are those of a notice's rules, which errata can declare.
    return "" if finding.kind or finding.severity == "advice" else _WORDS[lang]["mend"]


def rank(finding: Finding) -> int:
    """How early a kind comes among others: files and headers before rows and cells."""
    kind = _kind(finding)
    return kind.rank if kind else 3


def _known(finding: Finding) -> bool:
    """Whether the finding is frictionless's, of a kind that has words of its own here."""
    return finding.kind in KINDS and finding.severity != "advice"


def _kind(finding: Finding) -> ErrorWords | None:
    if not _known(finding):
        return None
    return KINDS.get(_variant(finding)) or KINDS.get(finding.kind)


def _variant(finding: Finding) -> str:
    if finding.kind == "constraint-error":
        return f"{finding.kind}:{parts_of(finding.note).get('constraint', '')}"
    if finding.kind == "primary-key" and "other" not in parts_of(finding.note):
        return "primary-key:empty"
    return finding.kind


def _facts(finding: Finding, lang: str) -> dict[str, str]:
    words, found = _WORDS[lang], abridged(finding.found or "")
    field = abridged(finding.field)
    # Without a schema frictionless calls a column after its place, which nobody expects.
    named = finding.field and finding.field != f"field{finding.column}"
    noted = _noted(finding.note, finding.message if not finding.note else None, lang)
    # A foreign key within one table names no other.
    itself = {"resource": abridged(finding.table)} if noted.get("resource") == "" else {}
    return {
        **noted,
        **itself,
        "found": words["quoted"].format(found) if found else words["empty"],
        "field": field,
        "should": words["should"].format(field=field) if named else "",
    }


@lru_cache(maxsize=4096)
def _noted(note: str, message: str | None, lang: str) -> Mapping[str, str]:
    """What a note says, which many findings share; ``message`` stands in for one that is empty."""
    parts = parts_of(note)
    facts = {name: abridged(text) for name, text in parts.items()}
    if "constraint" in facts:
        facts["value"] = _listed(facts["value"])
    if "type" in facts:
        facts["no_type"], facts["type_expected"] = _type_words(parts, lang)
    if "codec" in facts:
        # Several bytes at once are not named.
        unread = _WORDS[lang]["byte" if "byte" in facts else "bytes"]
        facts["unread"] = unread.format(byte=facts.get("byte"))
    said = (note or message or "").strip()
    facts["note"] = sentence_of(said, lang) or _kept(said, lang)
    return facts


def _listed(value: str) -> str:
    """A list as frictionless writes it, ``['a', 'b']``, without its brackets and quotes."""
    if not value.startswith("['") or not value.endswith("']"):
        return value
    return ", ".join(value[2:-2].split("', '"))


def _type_words(parts: Mapping[str, str], lang: str) -> tuple[str, str]:
    """What a cell is not, and what is expected, for a type and its format."""
    kind, form, zh = parts["type"], parts["format"], lang == "zh"
    pair = TYPES.get(f"{kind}/{form}") or TYPES.get(kind)
    if pair is None:
        return _WORDS[lang]["form"].format(type=kind, format=form), kind
    if form == "default" or f"{kind}/{form}" in TYPES or not form.startswith("%"):
        return pair[0][zh], pair[1][zh]
    return (
        _WORDS[lang]["form"].format(type=kind, format=form),
        _WORDS[lang]["as"].format(type=kind, format=form),
    )


def _kept(note: str, lang: str) -> str:
    return _WORDS[lang]["kept"].format(note=visible(note))
