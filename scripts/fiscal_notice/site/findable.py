"""What can be found in any package: its tables and their fields."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_notice.site.data import data
from fiscal_notice.site.formatting import Formatter
from fiscal_notice.site.search import Group, Place


def tables_and_fields(fmt: Formatter) -> Iterator[Group]:
    """Tables and fields by their names, titles and descriptions."""
    found = data(fmt.facts).tables
    tables = [
        Place(
            words=fmt.said(table.resource.raw, "title") or table.resource.name,
            place=table.anchor,
            beside=table.resource.name,
            hidden=fmt.said(table.resource.raw, "description"),
        )
        for table in found
    ]
    fields = [
        Place(
            words=fmt.said(each.raw, "title") or each.name,
            place=table.anchor_of(each.name),
            beside=f"{table.resource.name}.{each.name}",
            hidden=fmt.said(each.raw, "description"),
        )
        for table in found
        for each in table.fields
    ]
    yield Group(title=fmt.t("表", "Tables"), front="data.html#", places=tables)
    yield Group(title=fmt.t("字段", "Fields"), front="data.html#", places=fields)
