"""What a person should know of the reading of a sheet, though nothing was refused."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_notice.follow.reading.grid import cell_name
from fiscal_notice.follow.reading.private import shown_name
from fiscal_notice.follow.reading.tables import SheetReader

_SHOWN = 5


def remarks_of(reader: SheetReader) -> Iterator[str]:
    """English sentences: hidden rows that were read, formulas, headers that were guessed, units."""
    sheet, columns = reader.sheet, reader.columns
    name = shown_name(sheet.name)
    held = {row for row, _ in sheet.cells if row > columns.row}
    if sheet.hidden:
        yield f"{name}: the sheet is hidden and was read as well"
    hidden = sorted(held & sheet.hidden_rows)
    if hidden:
        yield f"{name}: hidden rows were read as well: {_few(map(str, hidden))}"
    if any(map(sheet.is_hidden_column, columns.fields)):
        yield f"{name}: hidden columns were read as well"
    computed = [place for place in sorted(sheet.formulas) if place in sheet.cells]
    if computed:
        cells = _few(map(cell_name, computed))
        yield f"{name}: formulas were taken as their stored values: {cells}"
    if sheet.missing:
        missing = _few(map(cell_name, sheet.missing))
        yield f"{name}: formulas without a stored value were left empty: {missing}"
    for column, text in columns.alike.items():
        if not reader.is_private_header(column):
            yield f"{name}: the column {text} was taken as {columns.fields[column].title('zh')}"
    for column, yuan in columns.units.items():
        if yuan != 1:
            yield f"{name}: {columns.fields[column].title('zh')} is in {yuan:,} yuan there"


def _few(names: Iterator[str]) -> str:
    listed = list(names)
    more = f" … ({len(listed)})" if len(listed) > _SHOWN else ""
    return ", ".join(listed[:_SHOWN]) + more
