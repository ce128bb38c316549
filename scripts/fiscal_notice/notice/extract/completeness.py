"""What a whole notice has: totals in both money annexes, and a target sheet where one is due.

A part that is missing is most often a transcript that was cut; a table that lacks it would look
like one that has less money.
"""

from __future__ import annotations

from collections.abc import Mapping

from fiscal_notice.errors import TranscriptError
from fiscal_notice.model import Row, Rows, Value


def refuse_incomplete(
    regions: Rows, totals: Rows, grants: Rows, grant_totals: Rows, sheets: Rows
) -> None:
    """TranscriptError that names the city and the part, if a part of the notice is missing.

    ``totals`` are those of annex 1. Devolved money and awards are due a sheet.
    """
    names = {row["region_code"]: str(row["name"]) for row in regions}
    last = int(str((grants or totals)[-1]["source_line"]))
    if not any(row["scope"] == "cities" for row in totals):
        raise _missing("annex 1 has no total of the cities", int(str(totals[0]["source_line"])))
    if all(row["scope"] == "city" for row in grant_totals):
        raise _missing("annex 2 has no total", last)
    printed = {row["region_code"] for row in grant_totals}
    for region in regions:
        if region["region_code"] not in printed:
            line = int(str(region["source_line"]))
            raise _missing(f"annex 2 has no subtotal for {region['name']}, which annex 1 has", line)
    having = {(row["region_code"], row["purpose"]) for row in sheets}
    for grant in grants:
        due = grant["transfer_type"] != "earmarked"
        if due and (grant["region_code"], grant["purpose"]) not in having:
            raise _no_sheet(grant, names)


def _no_sheet(grant: Row, names: Mapping[Value, str]) -> TranscriptError:
    return _missing(
        f"there is no target sheet for {names[grant['region_code']]} ({grant['purpose']})",
        int(str(grant["source_line"])),
    )


def _missing(problem: str, line: int) -> TranscriptError:
    return TranscriptError(
        problem, line=line, hint="check that the annexes and sheets of the transcript are complete"
    )
