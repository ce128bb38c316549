"""The form of a region as CSV for programs: a file for each table, names of fields as header.

Only what the notice has stands there; amounts are in yuan everywhere. A text that a spreadsheet
would take for a formula has an apostrophe in front, as in ``export.csv_forms``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from fiscal_notice.export.csv_forms import guarded
from fiscal_notice.follow.form_layout import (
    ABOUT,
    ANSWER_COLUMNS,
    EVALUATION_FOOT,
    EVALUATION_HEAD,
    FUND_COLUMNS,
    FUND_SOURCES,
    HEAD,
    INDICATOR_COLUMNS,
    SHEETS,
)
from fiscal_notice.follow.forms.about import about_form
from fiscal_notice.follow.forms.choices import labels_of
from fiscal_notice.follow.forms.rows import Content, TextRow
from fiscal_notice.follow.table_schemas import schema_of

_SHEET = "sheet_id"


def csv_files(content: Content) -> dict[str, bytes]:
    """The files by name: ``_form.csv`` with names and values, and one for each table."""
    about: Mapping[str, str] = {**about_form(content), **dict.fromkeys(HEAD, "")}
    files = {ABOUT: _lines(("name", "value"), [{"name": n, "value": v} for n, v in about.items()])}
    for form in SHEETS:
        columns = (*form.given, *form.fill)
        given = [{n: row.get(n, "") for n in form.given} for row in content.rows(form)]
        files[form.table] = _lines(columns, given)
    files |= _evaluations(content)
    return {f"{name}.csv": lines for name, lines in files.items()}


def _evaluations(content: Content) -> dict[str, bytes]:
    heads: list[TextRow] = []
    funds: list[TextRow] = []
    scores: list[TextRow] = []
    answers: list[TextRow] = []
    item = schema_of("self_evaluation_answers").field("item")
    for each in content.evaluations:
        key = {_SHEET: each.sheet_id}
        heads.append(each.head)
        funds += [{**key, "source": source} for source in FUND_SOURCES]
        scores += [{**key, **row} for row in each.indicators]
        answers += [{**key, "item": label} for label in (labels_of(item) if item else ())]
    return {
        "self_evaluations": _lines((*EVALUATION_HEAD, *EVALUATION_FOOT), heads),
        "self_evaluation_funds": _lines((_SHEET, *FUND_COLUMNS), funds),
        "self_evaluation_scores": _lines((_SHEET, *INDICATOR_COLUMNS), scores),
        "self_evaluation_answers": _lines((_SHEET, *ANSWER_COLUMNS), answers),
    }


def _lines(columns: Sequence[str], rows: Iterable[TextRow]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        # A number with a minus is one, whatever the column: nothing else is guarded needlessly.
        writer.writerow([guarded(row.get(name, ""), "number") for name in columns])
    return buffer.getvalue().encode()
