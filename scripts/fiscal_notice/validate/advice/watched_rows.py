"""The rows of a table, some columns at a time, as validation read them; and their values."""

from __future__ import annotations

import csv
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from fiscal_notice.errors import PackageError
from fiscal_notice.package import Field, Schema
from fiscal_notice.package.cells import CellError, cell_reader
from fiscal_notice.schema_check.frictionless_rows import numbered_rows, open_unlinked
from fiscal_notice.validate.advice.hits import Watcher
from fiscal_notice.validate.advice.inspected import Inspected

if TYPE_CHECKING:
    from fiscal_notice.schema_check.batches import Batch, RowSource

_ROWS = 20_000
Some = tuple[Sequence[int], Sequence[list[str]]]
"""The numbers of some rows, and their cells column by column."""


def watched(inspected: Inspected, plan: Callable[[], Sequence[Watcher]]) -> Sequence[Watcher]:
    """Those that ``plan`` gives, after they have seen all rows of the table."""
    watchers = plan()
    names = list(dict.fromkeys(name for one in watchers for name in one.fields))
    if not names:
        return watchers
    try:
        _feed(watchers, names, rows_of(inspected, names))
    except _AnewError:
        inspected.streamed = True
        watchers = plan()
        _feed(watchers, names, rows_of(inspected, names))
    return watchers


def _feed(watchers: Sequence[Watcher], names: Sequence[str], rows: Iterator[Some]) -> None:
    at = _at(names)
    places = [[at[name] for name in one.fields] for one in watchers]
    for numbers, columns in rows:
        for watcher, own in zip(watchers, places, strict=True):
            watcher.feed(numbers, [columns[place] for place in own])


def _at(names: Sequence[str]) -> dict[str, int]:
    """Where each name stands first; a list searched for each would be slow for many columns."""
    return {name: place for place, name in reversed(list(enumerate(names)))}


class _AnewError(Exception):
    """The rows cannot be read in the quick way after all."""


def rows_of(inspected: Inspected, names: Sequence[str]) -> Iterator[Some]:
    """The columns called ``names``, some rows at a time; rows that lack one of them are left out.

    Nothing is read of a table that cannot be opened or lacks a column. Raises _AnewError if
    the rows have to be streamed.
    """
    labels = _labels(inspected)
    if not set(names) <= set(labels):
        return
    at = _at(labels)
    places = [at[name] for name in names]
    source = None if inspected.streamed or inspected.small else inspected.row_source()
    if source is not None:
        yield from _by_batches(source, places)
    else:
        yield from _by_rows(_numbered(inspected), places)


def _labels(inspected: Inspected) -> list[str]:
    if inspected.proven:
        return [field.name for field in inspected.fields]
    table = inspected.opened
    return [] if table is None else [field.name for field in table.header.get_expected_fields()]


def _numbered(inspected: Inspected) -> Iterator[tuple[int, list[Any]]]:
    """The numbered rows: where frictionless reads them, up to the one on which it gives up."""
    if inspected.proven:
        with inspected.files[0].open(encoding="utf-8", newline="") as file:
            yield from islice(enumerate(csv.reader(file), start=1), 1, None)
        return
    from frictionless.exception import FrictionlessException  # noqa: PLC0415

    try:
        with open_unlinked(inspected.again()) as table:
            yield from numbered_rows(table)
    except FrictionlessException:
        return


def _by_rows(rows: Iterator[tuple[int, list[Any]]], places: Sequence[int]) -> Iterator[Some]:
    width = max(places, default=-1) + 1
    while taken := list(islice(rows, _ROWS)):
        fitting = [(number, cells) for number, cells in taken if len(cells) >= width]
        yield (
            [number for number, _ in fitting],
            [[_text(cells[place]) for _, cells in fitting] for place in places],
        )


def _text(cell: Any) -> str:
    return cell if isinstance(cell, str) else "" if cell is None else str(cell)


def _by_batches(source: RowSource, places: Sequence[int]) -> Iterator[Some]:
    from fiscal_notice.schema_check.records import IrregularError  # noqa: PLC0415

    try:
        for make in source.batches():
            yield from _of_batch(make(), places)
    except IrregularError:
        raise _AnewError from None


def _of_batch(batch: Batch, places: Sequence[int]) -> Iterator[Some]:
    yield batch.numbers[batch.where].tolist(), [batch.columns[p].to_pylist() for p in places]
    odd = ((int(batch.numbers[place]), cells) for place, cells in sorted(batch.odd.items()))
    yield from _by_rows(odd, places)


def cells_of(
    inspected: Inspected, names: Sequence[str], wanted: Sequence[int]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The cells of the rows numbered ``wanted``; the table is read once more for them."""
    chosen = frozenset(wanted)
    for numbers, columns in rows_of(inspected, names):
        for number, *cells in zip(numbers, *columns, strict=True):
            if number in chosen:
                yield number, tuple(cells)


class NoValue(str):
    """A cell that is no value of its field's type, compared as the text that it is."""

    __slots__ = ()


def comparable(field: Field, schema: Schema) -> Callable[[str], Hashable]:
    """What makes of a cell something that is equal where the values are: 1 and 01, 1.0 and 1.00.

    A missing value is None, and a cell that is no value of its type a NoValue.
    """
    read = cell_reader(field, schema)

    def value(cell: str) -> Hashable:
        try:
            found: Hashable = read(cell)
            hash(found)
        except TypeError:
            # Lists and objects are compared as they are written.
            return cell
        except (CellError, PackageError):
            return NoValue(cell)
        return found

    return value
