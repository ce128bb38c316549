"""One resource, as the checks of advice see it: its files, and what frictionless made of them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fiscal_notice.package import Field, Package, Resource
from fiscal_notice.schema_check import fast_path
from fiscal_notice.schema_check.frictionless_rows import open_unlinked

if TYPE_CHECKING:
    from fiscal_notice.schema_check.batches import RowSource


@dataclass(frozen=True, slots=True, kw_only=True)
class TextForm:
    """How the text of a CSV is read: its encoding, and how csv cuts it into cells.

    ``sample`` are its first records as they are, ``header`` the numbers of those that are labels.
    """

    encoding: str
    dialect: csv.Dialect | type[csv.Dialect]
    sample: Sequence[Sequence[Any]]
    header: Sequence[int]

    @property
    def labels(self) -> list[str]:
        """The labels as the file has them, with all spaces; none if there are several rows."""
        if len(self.header) != 1 or self.header[0] > len(self.sample):
            return []
        return ["" if cell is None else str(cell) for cell in self.sample[self.header[0] - 1]]


class Inspected:
    """One resource.

    ``make`` gives frictionless's Package, anew each time. ``proven`` says that the resource was
    proven clean as a plain CSV, without frictionless; ``cut`` that the schema check did not read it
    to its end; ``rows`` how many rows were read, if any.
    """

    def __init__(
        self,
        package: Package,
        resource: Resource,
        make: Callable[[], Any],
        *,
        proven: bool = False,
        cut: bool = False,
        rows: int | None = None,
    ) -> None:
        self.package, self.resource, self._make = package, resource, make
        self.proven, self.cut, self.rows = proven, cut, rows
        # Whether its rows cannot be read in the quick way; found out while they are read.
        self.streamed = False

    @property
    def raw(self) -> Mapping[str, Any]:
        """The resource's descriptor."""
        return self.resource.raw

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of its schema."""
        return self.resource.schema.fields if self.resource.schema else ()

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """Its files, if all of them are there."""
        files = self.package.files(self.resource)
        return files if all(file.is_file() for file in files) else ()

    @cached_property
    def size(self) -> int:
        """The size of its files together."""
        return sum(file.stat().st_size for file in self.files)

    @property
    def small(self) -> bool:
        """Whether its rows are sooner read by Python alone than pyarrow is imported."""
        return self.size <= fast_path.SMALL

    @cached_property
    def unopened(self) -> Any:
        """The resource as frictionless has it, not opened; None if it has none."""
        import frictionless  # noqa: PLC0415  costs a third of a second, which most runs save

        try:
            with frictionless.system.use_context(trusted=False):
                return self.again()
        except Exception:  # whatever is wrong with it is in frictionless's report
            return None

    @cached_property
    def opened(self) -> Any:
        """The table as frictionless opens it; None if it is none, or cannot be opened."""
        import frictionless  # noqa: PLC0415

        resource = self.unopened
        if not self.is_table or (self.resource.paths and not self.files):
            return None
        try:
            with frictionless.system.use_context(trusted=False):
                return open_unlinked(resource)
        except Exception:
            return None

    @property
    def is_table(self) -> bool:
        """Whether frictionless reads it as a table."""
        if self.proven and self.resource.schema is not None:
            return True
        return self.unopened is not None and self.unopened.type == "table"

    @cached_property
    def form(self) -> TextForm | None:
        """How its text is read; None if it is no CSV, or cannot be opened."""
        if self.proven:
            return self._plain_form() if self.resource.schema is not None else None
        table = self.opened
        if table is None or table.format not in ("csv", "tsv"):
            return None
        dialect = table.dialect
        return TextForm(
            encoding=table.encoding,
            dialect=dialect.get_control("csv").to_python(),
            sample=table.sample,
            header=dialect.header_rows if dialect.header else (),
        )

    def row_source(self) -> RowSource | None:
        """Its rows as the schema check reads them in bulk; None where they have to be streamed."""
        from fiscal_notice.schema_check.batches import FileSource  # noqa: PLC0415  needs pyarrow
        from fiscal_notice.schema_check.opening import (  # noqa: PLC0415
            NotBulkError,
            Sizes,
            open_resource,
        )

        if self.proven:
            return FileSource(self.files[0], ",", len(self.fields))
        try:
            opened = open_resource(self.again(), self.again, Sizes())
        except NotBulkError:
            return None
        with opened.resource:
            return opened.table().source if opened.path is not None else None

    def close(self) -> None:
        """Close what was opened."""
        if self.__dict__.get("opened") is not None:
            self.opened.close()

    def head(self) -> bytes:
        """The first bytes of its text, as frictionless looks at them."""
        if self.opened is not None and self.opened.scheme in ("file", "multipart"):
            return bytes(self.opened.buffer)
        return b""

    def lines(self) -> Iterator[str]:
        """The lines of its text, parts put together, with their ends. Raises UnicodeError."""
        from frictionless import FrictionlessException, system  # noqa: PLC0415

        try:
            with system.create_loader(self.opened) as loader:
                yield from loader.text_stream
        except FrictionlessException:
            return

    def again(self) -> Any:
        """The resource as frictionless has it, made anew."""
        return self._make().get_resource(self.resource.name)

    def _plain_form(self) -> TextForm:
        names = self.resource.schema.names if self.resource.schema else ()
        return TextForm(encoding="utf-8", dialect=csv.excel, sample=[names], header=[1])
