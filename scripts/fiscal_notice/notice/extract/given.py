"""What a person has answered, put into the tables: meanings of columns, cells given by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from fiscal_notice.model import Row, Rows
from fiscal_notice.notice.extract.answers import Answers
from fiscal_notice.notice.extract.readers import Extraction
from fiscal_notice.notice.questions import Question
from fiscal_notice.notice.table_schemas.fitting import entries, family_name, family_schema
from fiscal_notice.package import Field, Schema, cell_reader
from fiscal_notice.package.cells import CellError
from fiscal_notice.package.tabular import format_value

_SET = re.compile(r"--set (?P<what>[^=\s]+)=")


def keys_of(table: str) -> list[list[str]]:
    """The keys that a table of the family may have, the usual one first."""
    first: list[str] = family_schema(table)["primaryKey"]
    return [first, *entries()[family_name(table)].get("otherKeys", ())]


def has_key(row: Row, table: str, key: str) -> bool:
    """Whether a row is called ``key`` by one of the keys that its table may have."""
    return any(
        "/".join(format_value(row.get(name)) for name in names) == key for names in keys_of(table)
    )


def typed(table: str, field: str, text: str) -> Any:
    """The value that ``text`` is in a field of the family.

    Raises CellError if it is none, and for a field that the table doesn't have.
    """
    raw = _field(table, field)
    if raw is None:
        raise CellError("no field of this name")
    known = Field(name=field, type=raw["type"], raw=raw)
    return cell_reader(known, Schema(fields=(known,), primary_key=(), raw={}))(text)


def _field(table: str, name: str) -> Mapping[str, Any] | None:
    """The field of a table, also one that stands for several: ``{purpose}_wan``."""
    fields = family_schema(table)["fields"]
    forms = [re.sub(r"\{\w+\}", r"\\w+", each["name"]) for each in fields]
    found = (raw for raw, form in zip(fields, forms, strict=True) if re.fullmatch(form, name))
    return next(found, None)


def unfit(name: str, row: Row) -> tuple[str, str] | None:
    """What is found and what is expected where a row of ``layout`` or ``given`` cannot be read."""
    if name == "layout":
        meanings: list[str] = (_field(name, "meaning") or {})["constraints"]["enum"]
        meaning = str(row["meaning"] or "(empty)")
        return None if meaning in meanings else (meaning, "one of " + ", ".join(meanings))
    table, field, value = (str(row[name] or "") for name in ("resource", "field", "value"))
    if family_name(table) not in entries():
        return None  # It has no row, which is asked about.
    raw = _field(table, field)
    if raw is None:
        names = [each["name"] for each in family_schema(table)["fields"]]
        return field or "(empty)", "one of " + ", ".join(names)
    try:
        read = typed(table, field, value)
    except CellError:
        read = None
    return (value or "(empty)", f"a value of the type {raw['type']}") if read is None else None


def answered(extraction: Extraction, answers: Answers) -> Extraction:
    """``extraction`` with what was given by hand, and without the questions that this answers."""
    tables = {name: [dict(row) for row in rows] for name, rows in extraction.tables.items()}
    _confirm(tables.get("layout", []), answers.layout)
    lost = list(_give(tables, answers.given))
    given = {_target(row) for row in answers.given}
    asked = (*extraction.questions, *_of_the_letter(extraction.tables))
    left = [question for question in asked if not _settled(question, given)]
    return replace(extraction, tables=tables, questions=(*left, *lost))


def _of_the_letter(tables: Mapping[str, Rows]) -> Iterator[Question]:
    """What only a letter says, where annexes of money lie there without one."""
    notice = tables["notice"][0] if tables.get("notice") else {}
    if "amounts" not in tables or "layout" not in tables or _any(notice, _LETTER):
        return
    for field in (*_LETTER, "budget_year", "phase"):
        if notice.get(field) is None:
            yield Question(
                what=f"there is no letter that says the {field} of the notice",
                answer=f"--set {field}=…",
            )


_LETTER = ("document_number", "title", "issuer")


def _any(row: Row, names: Sequence[str]) -> bool:
    return any(row.get(name) is not None for name in names)


def _confirm(layout: Rows, confirmed: Sequence[Row]) -> None:
    answers = {(str(row["table_no"]), str(row["position"])): row for row in confirmed}
    for row in layout:
        answer = answers.get((str(row["table_no"]), str(row["position"])))
        if answer:
            row["meaning"], row["confirmed"] = answer["meaning"], True


def _give(tables: Mapping[str, Rows], given: Sequence[Row]) -> Iterator[Question]:
    for answer in given:
        table, key, field = (str(answer[name]) for name in ("resource", "key", "field"))
        if table == "layout":
            continue
        rows = tables.get(table, [])
        # There is one notice, whose number may be what is given.
        found = rows if table == "notice" else [row for row in rows if has_key(row, table, key)]
        for row in found:
            row[field] = typed(table, field, str(answer["value"]))
        if not found:
            yield Question(
                what=f"what was given by hand for {table}/{key}/{field} has no row any more",
                found=str(answer["value"]),
                answer="take the row out of given.csv, or give it again with --set",
            )


def _target(row: Mapping[str, object]) -> str:
    """How ``--set`` names what was given."""
    if row["resource"] == "notice":
        return str(row["field"])
    return f"{row['resource']}/{row['key']}/{row['field']}"


def _settled(question: Question, given: set[str]) -> bool:
    return any(found["what"] in given for found in _SET.finditer(question.answer or ""))
