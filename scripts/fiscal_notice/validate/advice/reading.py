"""The rows of a table, some columns of them at a time, as those read them who validated it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from fiscal_notice.validate.advice.hits import Watcher
from fiscal_notice.validate.advice.inspected import Inspected

if TYPE_CHECKING:
    from fiscal_notice.schema_check.batches import Batch, Source

# Of a table of no more bytes the rows are read by Python alone: sooner than pyarrow is imported.
SMALL = 1024**2
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
    if inspected.proven:
        own = inspected.resource.schema.names if inspected.resource.schema else ()
        at = _at(own)
        places = [at[name] for name in names]
        if inspected.size <= SMALL:
            with inspected.files[0].open(encoding="utf-8", newline="") as file:
                numbered = enumerate(csv.reader(file), start=1)
                yield from _by_rows(islice(numbered, 1, None), places)
        else:
            yield from _by_batches(_file_source(inspected, len(own)), places)
        return
    table = inspected.opened
    if table is None:
        return
    labels = [field.name for field in table.header.get_expected_fields()]
    if not set(names) <= set(labels):
        return
    at = _at(labels)
    places = [at[name] for name in names]
    source = None if inspected.streamed or inspected.size <= SMALL else kernel_source(inspected)
    if source is not None:
        yield from _by_batches(source, places)
    else:
        yield from _by_rows(_streamed(inspected), places)


def _file_source(inspected: Inspected, width: int) -> Source:
    from fiscal_notice.schema_check.batches import FileSource  # noqa: PLC0415

    return FileSource(inspected.files[0], ",", width)


def kernel_source(inspected: Inspected) -> Source | None:
    """The table's rows by way of pyarrow; None where they have to be streamed."""
    from fiscal_notice.schema_check.opening import NotForKernelError  # noqa: PLC0415

    try:
        opened = inspected.for_kernel()
    except NotForKernelError:
        return None
    with opened.resource:
        return opened.table().source if opened.path is not None else None


def _streamed(inspected: Inspected) -> Iterator[tuple[int, list[Any]]]:
    """The numbered rows by frictionless's own parser, up to the one on which it gives up."""
    from frictionless.exception import FrictionlessException  # noqa: PLC0415

    from fiscal_notice.schema_check.streaming import content  # noqa: PLC0415
    from fiscal_notice.schema_check.unlinked import opened  # noqa: PLC0415

    try:
        with opened(inspected.again()) as table:
            yield from content(table)
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


def _by_batches(source: Source, places: Sequence[int]) -> Iterator[Some]:
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


__all__ = ["SMALL", "Some", "cells_of", "kernel_source", "rows_of", "watched"]
