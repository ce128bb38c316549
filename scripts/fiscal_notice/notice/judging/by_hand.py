"""Which findings may rest on what a person has given with ``--set``, and not on the notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fiscal_notice.errors import FiscalNoticeError
from fiscal_notice.model import Count, Outcome, Rule, Warn
from fiscal_notice.package import Package, read_records

GIVEN = "given"
"""The table of what was given by hand: one cell of another table a row."""


def given_to(rules: Sequence[Rule], rows: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """The cells given by hand in tables that ``rules`` read: ``TABLE:KEY FIELD = VALUE``.

    ``rows`` are those of the table of what was given.
    """
    read = {name for rule in rules for name in rule.tables}
    return tuple(
        f"{row['resource']}:{row['key']} {row['field']} = {row['value']}"
        for row in rows
        if row["resource"] in read
    )


def remarks(package: Package, outcomes: Sequence[Outcome]) -> list[Warn]:
    """How many findings that no erratum declares may rest on what was given; nothing if none do."""
    resource = package.resource(GIVEN)
    if resource is None or resource.schema is None:
        return []
    try:
        rows = [record.cells for record in read_records(package, resource)]
        touched = [outcome for outcome in outcomes if given_to([outcome.rule], rows)]
    except (FiscalNoticeError, KeyError):
        # What is wrong with the table itself is a finding of the schemas.
        return []
    open_ones = [f for outcome in touched for f in outcome.findings if f.erratum is None]
    if not open_ones:
        return []
    count = Count(len(open_ones))
    return [
        Warn(
            resource=GIVEN,
            message=f"{count:finding} may rest on what was given by hand, not on the notice; "
            "fiscal-notice errata names the cells",
            message_zh=f"有{count}处检查结果可能出于人工补充的内容，而非通知本身；"
            "fiscal-notice errata列出相关单元格",
        )
    ]
