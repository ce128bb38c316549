"""A Table Schema as a pandera schema: types, missing values, keys and constraints of columns.

pandera's own reader of such schemas (``pandera.io.from_frictionless_schema``) does not do: it has
no integers that can be missing, makes categories of every enum, reads no ``uniqueKeys`` and no
types that frictionless lacks, and imports frictionless.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
import pandera.pandas as pa

from fiscal_notice.package.cells import CellError, cell_reader, exact_numbers, missing_values
from fiscal_notice.package.descriptor import Field, Schema
from fiscal_notice.package.shape import names_of

#: The dtypes of the types whose values are not kept as text, as ``frames.typed_frame`` has them.
DTYPES = {"integer": "Int64", "year": "Int64", "number": "Float64", "boolean": "boolean"}
_BOUNDS: dict[str, tuple[Callable[[Any], pa.Check], Callable[[Any, Any], bool]]] = {
    "minimum": (pa.Check.greater_than_or_equal_to, operator.ge),
    "maximum": (pa.Check.less_than_or_equal_to, operator.le),
    "exclusiveMinimum": (pa.Check.greater_than, operator.gt),
    "exclusiveMaximum": (pa.Check.less_than, operator.lt),
}


def frame_schema(
    schema: Schema, name: str, checks: Sequence[pa.Check] = (), title: str | None = None
) -> pa.DataFrameSchema:
    """The pandera schema of a table, with further ``checks`` of the whole table.

    A frame may be typed or of text: texts are read as the cells of a CSV are. Text is not made of
    numbers: a code that was read as a number has lost its zeros, and fails. Foreign keys are not
    looked at, as the frame stands alone; categories neither, as they restrict nothing (advice).
    """
    listed = schema.raw.get("uniqueKeys")
    keys = [names_of(key) for key in listed] if isinstance(listed, list) else []
    keys += [(field.name,) for field in schema.fields if field.constraints.get("unique") is True]
    return pa.DataFrameSchema(
        {field.name: _column(field, schema) for field in schema.fields},
        checks=[*map(_unique, dict.fromkeys(tuple(key) for key in keys if key)), *checks],
        parsers=pa.Parser(lambda frame: _read(frame, schema)),
        unique=list(schema.primary_key) or None,
        name=name,
        title=title,
    )


def _column(field: Field, schema: Schema) -> pa.Column:
    dtype = DTYPES.get(field.type)
    required = field.constraints.get("required") is True or field.name in schema.primary_key
    return pa.Column(
        dtype or "string",
        checks=list(_checks(field, schema)),
        nullable=not required,
        coerce=dtype is not None,
        title=field.title("en"),
        description=str(field.raw.get("description") or "") or None,
    )


def _unique(key: tuple[str, ...]) -> pa.Check:
    """That no two rows have the same values of ``key``, none of them missing (Table Schema)."""

    def passed(frame: pd.DataFrame) -> Any:
        if not set(key) <= set(frame.columns):
            return True  # pandera names the columns that are not there
        cells = frame[list(key)]
        return ~(cells.duplicated(keep=False) & cells.notna().all(axis=1))

    return pa.Check(passed, name=f"unique({', '.join(key)})", ignore_na=False)


def _read(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The frame, in columns of text the values of its cells; a cell that is none stays as it is."""
    read = frame.copy(deep=False)
    for field in schema.fields:
        if field.name in read.columns:
            read[field.name] = _read_column(read[field.name], field, schema)
    return read


def _read_column(cells: pd.Series, field: Field, schema: Schema) -> pd.Series:
    if cells.isna().all():
        # What pandas takes for numbers where there is nothing.
        return cells.astype(DTYPES.get(field.type, "string"))
    text = isinstance(cells.dtype, pd.StringDtype)
    if not text and cells.dtype != object:
        return cells
    own = field.type in DTYPES
    read, missing = cell_reader(exact_numbers(field), schema), missing_values(field, schema)
    if own:
        missing |= {""}

    def value(cell: Any) -> Any:
        if not isinstance(cell, str):
            return cell
        if cell in missing:
            return None
        return _value(read, cell, cell) if own else cell

    values = [value(cell) for cell in cells.tolist()]
    return pd.Series(values, index=cells.index, dtype="string" if text and not own else object)


def _value(read: Callable[[Any], Any], cell: Any, otherwise: Any = None) -> Any:
    try:
        return read(cell)
    except CellError:
        return otherwise


def _checks(field: Field, schema: Schema) -> Iterator[pa.Check]:
    """The constraints of a field: pandera's own checks, or what cells of its type are read as."""
    constraints, read = field.constraints, cell_reader(field, schema)
    text, number = field.type in ("string", "any"), field.type in DTYPES

    def constant(value: object) -> Any:
        made = _value(read, str(value))
        return float(made) if isinstance(made, Decimal) else made

    if not (number or text) or (text and field.raw.get("format", "default") != "default"):
        yield _each(field.type, lambda cell: _value(read, cell) is not None)
    values = [constant(each) for each in constraints.get("enum") or ()]
    if values:
        own = _each("enum", lambda cell: _value(read, cell) in values)
        yield pa.Check.isin(values) if number or text else own
    for name, (check, compare) in _BOUNDS.items():
        bound = constant(constraints[name]) if name in constraints and not text else None
        if bound is not None:
            yield check(bound) if number else _bounded(f"{name}({bound})", read, compare, bound)
    if text and constraints.keys() & {"minLength", "maxLength"}:
        yield pa.Check.str_length(constraints.get("minLength"), constraints.get("maxLength"))
    if text and "pattern" in constraints:
        whole = re.compile(constraints["pattern"])
        yield _each(f"pattern({whole.pattern})", lambda cell: bool(whole.fullmatch(cell)))


def _bounded(
    name: str, read: Callable[[Any], Any], compare: Callable[[Any, Any], bool], bound: Any
) -> pa.Check:
    def within(cell: str) -> bool:
        value = _value(read, cell)
        return value is None or compare(value, bound)

    return _each(name, within)


def _each(name: str, test: Callable[[str], bool]) -> pa.Check:
    """A check of texts, which tests each that occurs once."""

    def passed(cells: pd.Series) -> pd.Series:
        known = {cell: isinstance(cell, str) and test(cell) for cell in cells.unique()}
        return cells.map(known).astype(bool)

    return pa.Check(passed, name=name)
