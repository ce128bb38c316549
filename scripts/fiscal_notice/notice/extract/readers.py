"""The whole transcript of a notice → all its tables, every line accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fiscal_notice.errors import TranscriptError
from fiscal_notice.model import Row, Rows
from fiscal_notice.notice.extract.annex_allocations import (
    COLUMNS,
    Allocations,
    function_rows,
    read_allocations,
)
from fiscal_notice.notice.extract.annex_grants import (
    Grants,
    columns_of,
    read_grants,
    recipient_rows,
)
from fiscal_notice.notice.extract.annex_targets import Sheets, read_sheet
from fiscal_notice.notice.extract.completeness import refuse_incomplete
from fiscal_notice.notice.extract.document import Document, Section, cut
from fiscal_notice.notice.extract.letter import Letter, read_colophon, read_letter
from fiscal_notice.notice.extract.money_tables import header_line
from fiscal_notice.notice.extract.policies import policy_rows
from fiscal_notice.notice.extract.transcript import Ledger, split_lines
from fiscal_notice.notice.extract.values import parse_value
from fiscal_notice.notice.extract.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The tables of a notice as rows, and how many lines of the transcript each reader took."""

    tables: Mapping[str, Rows]
    account: Mapping[str, int]


def parse_transcript(text: str, vocabulary: Vocabulary) -> Extraction:
    """The tables of the notice whose transcript is ``text``, by resource name.

    Raises TranscriptError for anything that is no part of a notice of the family; every line is
    accounted for.
    """
    ledger = Ledger(lines=split_lines(text))
    document = cut(ledger)
    letter = read_letter(document.letter, ledger, vocabulary)
    annexes, places = _annex_rows(document, letter, vocabulary, ledger)
    allocations, grants = _money(document, annexes, ledger, vocabulary)
    regions = {str(row["name"]): str(row["region_code"]) for row in allocations.regions}
    sheets = Sheets()
    for sheet in document.sheets:
        read_sheet(sheet, regions, ledger, vocabulary, sheets)
    read_colophon(document.colophon, letter, ledger)
    ledger.close()
    refuse_incomplete(
        allocations.regions, allocations.totals, grants.grants, grants.totals, sheets.sheets
    )
    tables = _tables(letter, annexes, allocations, grants, sheets, vocabulary)
    tables["field_lines"] = _field_lines(tables["notice"][0], letter, sheets, places)
    return Extraction(tables=tables, account=ledger.account)


def _section(document: Document, columns: tuple[str, ...], what: str, ledger: Ledger) -> Section:
    for section in document.annexes:
        if header_line(section.lines, columns):
            return section
    raise TranscriptError(
        f"the annex of {what} cannot be found",
        line=ledger.lines[-1].number,
        expected="a table with the header " + " | ".join(columns),
        hint="check that the annex is in the transcript, below a line 附件N, and that tabs part "
        "its cells",
    )


def _annex_rows(
    document: Document, letter: Letter, vocabulary: Vocabulary, ledger: Ledger
) -> tuple[Rows, Rows]:
    by_number = {section.annex_no: section for section in document.annexes}
    _refuse_unlisted(document, letter)
    headers = (COLUMNS, columns_of(vocabulary))
    rows: Rows = []
    places: Rows = []
    for row in letter.attachments:
        section = by_number.get(int(str(row["annex_no"])))
        above = _above_table(section, headers, ledger) if section else {}
        marker = section.marker.number if section and section.marker else None
        cells: Row = {name: text for name, (text, _) in above.items()}
        blank: Row = {"heading": None, "unit": None, "marker_line": marker}
        rows.append(blank | row | cells)
        places += [
            _place("annexes", str(row["annex_no"]), name, line) for name, (_, line) in above.items()
        ]
    return rows, places


def _refuse_unlisted(document: Document, letter: Letter) -> None:
    listed = [row["annex_no"] for row in letter.attachments]
    for section in document.annexes:
        if section.annex_no not in listed:
            raise TranscriptError(
                f"the letter lists no annex {section.annex_no}",
                line=section.marker.number if section.marker else None,
                found="a list of " + (", ".join(map(str, listed)) or "no annexes"),
                expected="every annex in the list 附件： below the clauses",
                hint="check the list against the notice: a line of it may be missing",
            )


def _place(resource: str, key: str, field: str, line: int) -> Row:
    return {"resource": resource, "key": key, "field": field, "source_line": line}


def _above_table(
    section: Section, headers: tuple[tuple[str, ...], ...], ledger: Ledger
) -> dict[str, tuple[str, int]]:
    header = next((h for h in (header_line(section.lines, c) for c in headers) if h), None)
    above: dict[str, tuple[str, int]] = {}
    for line in section.lines:
        if header is None or line.number >= header.number:
            break
        text = line.text.strip()
        if text.startswith(("单位：", "单位:")) and "unit" not in above:
            above["unit"] = (text[3:].strip(), line.number)
        elif "heading" not in above:
            above["heading"] = (text, line.number)
        else:
            continue
        ledger.take(line, "annex heading")
    return above


def _money(
    document: Document, annexes: Rows, ledger: Ledger, vocabulary: Vocabulary
) -> tuple[Allocations, Grants]:
    units = {row["annex_no"]: row["unit"] for row in annexes}
    first = _section(document, COLUMNS, "allocations", ledger)
    allocations = read_allocations(
        first.lines, _unit(units.get(first.annex_no), "元", first), ledger, vocabulary
    )
    regions = {str(row["name"]): str(row["region_code"]) for row in allocations.regions}
    second = _section(document, columns_of(vocabulary), "grants", ledger)
    # Annex 2 prints no unit in this family; that its figures are 万元 is what UNI-01 holds
    # against annex 1.
    grants = read_grants(
        second.lines, _unit(units.get(second.annex_no), "万元", second), regions, ledger, vocabulary
    )
    return allocations, grants


def _unit(printed: object, default: str, section: Section) -> str:
    if printed in (None, "元", "万元"):
        return str(printed or default)
    raise TranscriptError(
        "the annex prints an unknown unit",
        line=section.marker.number if section.marker else None,
        found=str(printed),
        expected="元 or 万元",
    )


def _tables(
    letter: Letter,
    annexes: Rows,
    allocations: Allocations,
    grants: Grants,
    sheets: Sheets,
    vocabulary: Vocabulary,
) -> dict[str, Rows]:
    recipients, links = recipient_rows(grants.grants)
    basis_lines = {
        sheet: line for sheet, name, line in sheets.field_lines if name == "policy_basis"
    }
    policies, items = policy_rows(sheets.sheets, basis_lines)
    return {
        "notice": [_notice(letter, allocations)],
        "annexes": annexes,
        "clauses": letter.clauses,
        "regions": allocations.regions,
        "budget_units": allocations.units,
        "functions": function_rows(allocations.allocations, vocabulary),
        "allocations": allocations.allocations,
        "allocation_totals": allocations.totals,
        "grants": grants.grants,
        "grant_totals": grants.totals,
        "recipients": recipients,
        "grant_recipients": links,
        "target_sheets": sheets.sheets,
        "indicators": sheets.indicators,
        "empty_levels": sheets.empty_levels,
        "indicator_targets": target_rows(sheets.indicators),
        "policies": policies,
        "sheet_policies": items,
    }


def target_rows(indicators: Rows) -> Rows:
    """The rows of ``indicator_targets``: every printed value taken apart."""
    return [
        {"indicator_id": indicator["indicator_id"], "part_no": part_no} | part
        for indicator in indicators
        for part_no, part in enumerate(parse_value(_text(indicator["value_as_printed"])), start=1)
    ]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _notice(letter: Letter, allocations: Allocations) -> Row:
    total = next(row for row in allocations.totals if row["scope"] == "all")
    letter.fields["total_yuan"] = total["amount_yuan"]
    letter.lines["total_yuan"] = int(str(total["source_line"]))
    return letter.fields | {"source_line": letter.lines["document_number"]}


def _field_lines(notice: Row, letter: Letter, sheets: Sheets, places: Rows) -> Rows:
    key = str(notice["document_number"])
    rows: Rows = [
        _place("notice", key, name, line)
        for name, line in letter.lines.items()
        if line != notice["source_line"]
    ]
    rows += [
        _place("target_sheets", str(sheet), name, line) for sheet, name, line in sheets.field_lines
    ]
    return [*rows, *places]
