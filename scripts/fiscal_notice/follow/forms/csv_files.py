"""The form of a region as CSV for programs: a file for each sheet, names of fields as header.

The other sheets stand as they are laid out in the workbook, cell by cell. A text that a spreadsheet
would take for a formula has an apostrophe in front, as in ``export.csv_forms``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from fiscal_notice.export.csv_forms import guarded
from fiscal_notice.follow.form_layout import (
    ABOUT,
    ANSWER_COLUMNS,
    ANSWERS,
    EVALUATION_FOOT,
    EVALUATION_TITLE,
    FUND_COLUMNS,
    FUND_SOURCES,
    FUNDS,
    GUIDE,
    HEAD,
    INDICATOR_COLUMNS,
    SHEETS,
)
from fiscal_notice.follow.forms.about import about_form
from fiscal_notice.follow.forms.choices import labels_of
from fiscal_notice.follow.forms.rows import HEAD_ROWS, Content, Evaluation, evaluation_name
from fiscal_notice.follow.forms.words import words
from fiscal_notice.follow.table_schemas import schema_of


def csv_files(content: Content) -> dict[str, bytes]:
    """The files by name: a table for each sheet, and the other sheets as they are laid out."""
    files: dict[str, bytes] = {
        ABOUT: _lines(about_form(content).items()),
        GUIDE: _lines((_title("evidence", name), "") for name in HEAD),
    }
    for form in SHEETS:
        columns = (*form.given, *form.fill)
        given = [
            [row.get(name, "") if name in form.given else "" for name in columns]
            for row in content.rows(form)
        ]
        files[form.table] = _lines([columns, *given])
    for each in content.evaluations:
        files[evaluation_name(each)] = _lines(_evaluation(each))
    return {f"{name}.csv": lines for name, lines in files.items()}


def _evaluation(evaluation: Evaluation) -> Iterator[Sequence[str]]:
    """The printed layout, row by row; amounts are in 10,000 yuan as the labels say."""
    head = evaluation.head
    yield (EVALUATION_TITLE,)
    for names in HEAD_ROWS:
        yield [text for n in names for text in (_title("self_evaluations", n), head.get(n, ""))]
    yield (FUNDS, *FUND_COLUMNS.values())
    for source in FUND_SOURCES:
        yield ("", source)
    yield tuple(INDICATOR_COLUMNS.values())
    for row in evaluation.indicators:
        yield [row.get(name, "") for name in INDICATOR_COLUMNS]
    total, *others = EVALUATION_FOOT
    points = [str(words()["whole"]) if n == "points" else "" for n in INDICATOR_COLUMNS]
    yield (_title("self_evaluations", total), *points[1:])
    yield [text for name in others for text in (_title("self_evaluations", name), "")]
    yield (ANSWERS,)
    yield tuple(ANSWER_COLUMNS.values())
    item = schema_of("self_evaluation_answers").field("item")
    for label in labels_of(item) if item else ():
        yield (label,)


def _title(table: str, name: str) -> str:
    field = schema_of(table).field(name)
    return field.title() if field else name


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    every = list(rows)
    width = max(map(len, every))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in every:
        # A number with a minus is one, whatever the column: nothing is guarded needlessly.
        cells = [guarded(cell, "number") for cell in row]
        writer.writerow([*cells, *[""] * (width - len(cells))])
    return buffer.getvalue().encode()
