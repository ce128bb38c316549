"""Values of cells as far as advice compares them: equal where those of the schema are."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from fiscal_notice.errors import PackageError
from fiscal_notice.package import Field, Schema
from fiscal_notice.package.cells import CellError, cell_reader


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
