"""Single rows, judged by frictionless's own Row, readers and error classes.

frictionless reads the cells of unique fields, primary and foreign keys before the others, and the
order of a row's errors follows from that; the same steps are taken here in the same order. What
differs is where a key's earlier row and its target are looked up: among the rows that can matter,
instead of among all rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from frictionless import errors
from frictionless.table.row import Row, create_cell_handlers

from fiscal_notice.schema_check.row_state import ForeignKey, Judged, Keys, RowState


class UncheckedCellError(errors.CellError):
    """A cell that makes frictionless itself fail, so that nobody can say whether it conforms."""

    type = "unchecked-cell"
    title = "Unchecked Cell"
    description = "frictionless fails on this cell, so it cannot be checked."
    template = (
        'The cell "{cell}" in row "{rowNumber}" and field "{fieldName}" at position '
        '"{fieldNumber}" cannot be checked: {note}'
    )


class UncheckedRowError(errors.RowError):
    """A row that makes frictionless itself fail, by no cell alone."""

    type = "unchecked-row"
    title = "Unchecked Row"
    description = "frictionless fails on this row, so it cannot be checked."
    template = 'The row at position "{rowNumber}" cannot be checked: {note}'


def error_dict(error: Any) -> dict[str, Any]:
    """An error of a row as frictionless's report has it, keys in its order.

    frictionless's own way takes ten times as long.
    """
    document = {
        "type": error.type,
        "title": error.title,
        "description": error.description,
        "message": error.message,
        "tags": list(error.tags),
        "note": error.note,
    }
    for name, attribute in _PROPERTIES:
        value = getattr(error, attribute, None)
        if value is not None:
            document[name] = value
    return document


_PROPERTIES = [
    ("cells", "cells"),
    ("rowNumber", "row_number"),
    ("fieldNames", "field_names"),
    ("fieldCells", "field_cells"),
    ("referenceName", "reference_name"),
    ("referenceFieldNames", "reference_field_names"),
    ("cell", "cell"),
    ("fieldName", "field_name"),
    ("fieldNumber", "field_number"),
]


class Judge:
    """Judges the rows of one table whose fields, as its header gives them, are ``fields``."""

    def __init__(self, fields: Sequence[Any], keys: Keys) -> None:
        self._handlers = create_cell_handlers(list(fields))
        self._keys = keys
        self._parts = keys.parts()

    def judge(self, number: int, cells: list[Any], state: RowState | None = None) -> Judged:
        """All errors of a row, in frictionless's order."""
        state = state or RowState()
        state.begin()
        try:
            return self._judge(number, cells, state, self._handlers)
        except Exception as problem:
            state.take_back()
            return self._unchecked(number, cells, state, problem)

    def _judge(
        self, number: int, cells: list[Any], state: RowState, handlers: dict[str, Any]
    ) -> Judged:
        row = Row(list(cells), handlers=handlers, row_number=number)
        for name in self._keys.unique:
            self._check_unique(row, name, state)
        if self._keys.primary:
            self._check_primary(row, state)
        for order, key in enumerate(self._keys.foreign):
            missing = state.missing[order] if state.missing else frozenset()
            self._check_foreign(row, key, missing)
        found = [error_dict(error) for error in row.errors]
        return Judged(cells, found, {name: row[name] for name in self._parts})

    def _check_unique(self, row: Row, name: str, state: RowState) -> None:
        cell = row[name]
        if cell is None:
            return
        before = state.before(state.unique.setdefault(name, {}), cell, row.row_number)
        if before:
            note = f"the same as in the row at position {before}"
            row.errors.append(errors.UniqueError.from_row(row, note=note, field_name=name))

    def _check_primary(self, row: Row, state: RowState) -> None:
        key = tuple(row[name] for name in self._keys.primary)
        if set(key) == {None}:
            note = 'cells composing the primary keys are all "None"'
            row.errors.append(errors.PrimaryKeyError.from_row(row, note=note))
            return
        before = state.before(state.primary, key, row.row_number)
        if before:
            note = f"the same as in the row at position {before}"
            row.errors.append(errors.PrimaryKeyError.from_row(row, note=note))

    def _check_foreign(self, row: Row, key: ForeignKey, missing: frozenset[int]) -> None:
        values = [row[name] for name in key.fields]
        if set(values) == {None} or row.row_number not in missing:
            return
        note = (
            f'for "{", ".join(key.fields)}": values "{", ".join(map(str, values))}" not found in '
            f'the lookup table "{key.resource}" as "{", ".join(key.reference)}"'
        )
        error = errors.ForeignKeyError.from_row(
            row,
            note=note,
            field_names=list(key.fields),
            field_values=values,
            reference_name=key.resource,
            reference_field_names=list(key.reference),
        )
        row.errors.append(error)

    def _unchecked(
        self, number: int, cells: list[Any], state: RowState, problem: Exception
    ) -> Judged:
        """The row's errors with one for each cell that frictionless fails on, which come first."""
        muted, found = dict(self._handlers), []
        for (name, handler), cell in zip(self._handlers.items(), cells, strict=False):
            try:
                handler.reader(cell)
            except Exception as crash:
                found.append(self._cell_error(number, cells, handler, crash))
                muted[name] = handler._replace(reader=_unread)
        state.begin()
        try:
            rest = self._judge(number, cells, state, muted)
        except Exception:
            state.take_back()
            texts = ["" if cell is None else str(cell) for cell in cells]
            lost = UncheckedRowError(note=_described(problem), cells=texts, row_number=number)
            rest = Judged(cells, [error_dict(lost)], dict.fromkeys(self._parts))
        return Judged(cells, [*found, *rest.errors], rest.values)

    def _cell_error(self, number: int, cells: list[Any], handler: Any, crash: Exception) -> Any:
        error = UncheckedCellError(
            note=_described(crash),
            cells=["" if cell is None else str(cell) for cell in cells],
            row_number=number,
            cell=str(cells[handler.field_number - 1]),
            field_name=handler.field.name,
            field_number=handler.field_number,
        )
        return error_dict(error)


def _unread(cell: Any) -> tuple[Any, Any]:
    return cell, None


def _described(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"
