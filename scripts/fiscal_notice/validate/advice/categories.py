"""Cells that are none of their field's categories."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

from fiscal_notice.package import Field, Schema
from fiscal_notice.package.cells import missing_values
from fiscal_notice.validate.advice.hits import Hit, Misshapen, Watcher, as_declared
from fiscal_notice.validate.advice.inspected import Inspected
from fiscal_notice.validate.advice.watched_rows import NoValue, comparable

_SHOWN = 8


def categories(inspected: Inspected) -> list[Watcher]:
    """Every value of a field with categories is one of them.

    有类别（categories）的字段，其值均在所列类别之中。

    Holds: a cell is one of the values in categories, or stands for a missing value.

    Breaks: the categories are 1 and 2, and a cell is 3; or a cell has a label in place of a value.

    Basis: Table Schema says that values must be among the categories; frictionless does not look.
    """
    schema = inspected.resource.schema
    if schema is None:
        return []
    watchers: list[Watcher] = []
    for field in schema.fields:
        listed = field.raw.get("categories")
        if listed is not None and not isinstance(listed, list):
            hit = Hit(kind="categories-misshapen", field=field.name, found=as_declared(listed))
            watchers.append(Misshapen(hit))
        values = category_values(field)
        if values and not _enumerated(field, values):
            watchers.append(_Categories(field, schema, values))
    return watchers


def category_values(field: Field) -> dict[str, str]:
    """The values of a field's categories as text, each with its label; empty if it has none."""
    listed = field.raw.get("categories")
    values = {}
    for entry in listed if isinstance(listed, list) else []:
        value = entry.get("value") if isinstance(entry, dict) else entry
        label = entry.get("label", "") if isinstance(entry, dict) else ""
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            values[str(value)] = str(label)
    return values


def _enumerated(field: Field, values: Mapping[str, str]) -> bool:
    """Whether the field's enum lets nothing else pass, so that frictionless has looked."""
    enum = field.constraints.get("enum")
    return isinstance(enum, list) and {str(value) for value in enum} <= set(values)


class _Categories:
    def __init__(self, field: Field, schema: Schema, values: Mapping[str, str]) -> None:
        self.fields = [field.name]
        self._values, self._labels = values, {label: value for value, label in values.items()}
        self._value_of = comparable(field, schema)
        self._known = frozenset(values) | missing_values(field, schema)
        self._equal: frozenset[Hashable] = frozenset(map(self._value_of, values))
        self._found: list[tuple[int, str]] = []

    def feed(self, numbers: Sequence[int], columns: Sequence[list[str]]) -> None:
        (column,) = columns
        strange = {cell for cell in set(column) - self._known if not self._is_one(cell)}
        if strange:
            self._found += [
                (number, cell)
                for number, cell in zip(numbers, column, strict=True)
                if cell in strange
            ]

    def _is_one(self, cell: str) -> bool:
        value = self._value_of(cell)
        # What is no value of its type is an error already.
        return value in self._equal or isinstance(value, NoValue)

    def hits(self) -> Iterator[Hit]:
        shown = list(self._values)[:_SHOWN]
        expected = ", ".join(shown) + (", …" if len(self._values) > _SHOWN else "")
        for number, cell in self._found:
            value = self._labels.get(cell)
            yield Hit(
                kind="no-category" if value is None else "category-label",
                field=self.fields[0],
                row=number,
                found=cell,
                expected=expected if value is None else value,
            )
