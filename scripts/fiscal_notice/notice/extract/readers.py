"""The whole transcript of a notice → all its tables; what is not understood is kept, and asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fiscal_notice.model import Line, Row, Rows
from fiscal_notice.notice.extract.annex_targets import (
    Sheets,
    SheetText,
    read_sheets,
    take_sheets,
)
from fiscal_notice.notice.extract.answers import Answers
from fiscal_notice.notice.extract.document import Document, Section, cut
from fiscal_notice.notice.extract.letter import Letter, read_colophon, read_letter
from fiscal_notice.notice.extract.money import Money, read_money
from fiscal_notice.notice.extract.policies import policy_rows
from fiscal_notice.notice.extract.split_values import target_parts
from fiscal_notice.notice.extract.transcript import Ledger, split_lines, squeeze
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from fiscal_notice.notice.questions import Question

#: Fields of ``notice`` that every row has, given or empty.
NOTICE_FIELDS = (
    *("document_number", "title", "issuer", "urgency", "printed_on", "disclosure"),
    *("budget_year", "phase", "fund_name", "basis_document_number", "basis_issuer"),
    *("total_yuan", "title_clean", "addressees", "preamble", "copied_to", "printed_by"),
    *("signed_on", "body_total_yuan", "body_total_as_printed"),
    *("body_central_yuan", "body_provincial_yuan"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The tables of a notice as rows, and what the reading left open.

    ``tables`` has only tables with rows, ``absent`` names those that the notice doesn't have.
    ``purposes`` are the labels of purposes that the notice prints, with their codes.
    ``account`` says how many lines of the transcript each reader took; ``questions`` are for a
    person.
    """

    tables: Mapping[str, Rows]
    account: Mapping[str, int]
    absent: frozenset[str] = frozenset()
    questions: tuple[Question, ...] = field(default=())
    purposes: Mapping[str, str] = field(default_factory=dict)


def parse_transcript(
    text: str, vocabulary: Vocabulary, answers: Answers | None = None
) -> Extraction:
    """The tables of the notice whose transcript is ``text``, by resource name.

    A part that the notice doesn't have gives no table. Lines that no reader has a place for are
    kept as printed in ``unplaced``, with a question.
    """
    answers = answers or Answers()
    ledger = Ledger(lines=split_lines(text))
    document = cut(ledger)
    above, sections, texts = _without_sheets(document, ledger)
    letter = read_letter(above, ledger, vocabulary)
    money = read_money(sections, ledger, vocabulary, answers, letter)
    sheets = read_sheets(texts, money.regions, ledger, vocabulary)
    read_colophon(document.colophon, letter, ledger)
    alone = not above and len(document.sections) == 1
    _title_of_form(letter, texts, sheets, alone=alone)
    annexes, places = _annex_rows(document.sections, letter, money, texts)
    _ask_unlisted(document.sections, letter, ledger)
    tables = {
        "notice": [_notice(letter, money, ledger)],
        "annexes": annexes,
        "clauses": letter.clauses,
        "bases": letter.bases,
        "body_codes": letter.body_codes,
        **money.tables,
        "amounts": _numbered(money.tables.get("amounts", []) + sheets.amounts),
        **_target_tables(sheets),
        "unplaced": _unplaced(document.sections, [*money.notes, *sheets.unplaced], ledger),
    }
    tables["field_lines"] = _field_lines(tables["notice"][0], letter, sheets, places)
    return Extraction(
        tables={name: rows for name, rows in tables.items() if rows},
        absent=frozenset(name for name, rows in tables.items() if not rows),
        account=ledger.account,
        questions=tuple(ledger.questions),
        purposes=money.purposes,
    )


def _without_sheets(
    document: Document, ledger: Ledger
) -> tuple[tuple[Line, ...], tuple[Section, ...], tuple[SheetText, ...]]:
    """The letter's lines and the sections, both without target sheets, and the sheets.

    A form that stands alone has no annex: its heading is the first line of all.
    """
    letter = Section(annex_no=None, marker=None, lines=document.letter)
    head, *others = document.sections or (letter,)
    joined = replace(head, lines=(*document.letter, *head.lines))
    if document.sections and head.marker is None:
        (rest, *kept), texts = take_sheets((joined, *others), ledger)
        above = _above(rest.lines, texts)
        if texts and len(above) < len(document.letter):
            return above, (replace(rest, lines=rest.lines[len(above) :]), *kept), texts
    (rest, *kept), texts = take_sheets((letter, *document.sections), ledger)
    above = _above(rest.lines, texts) if document.letter != rest.lines else rest.lines
    below = replace(rest, lines=rest.lines[len(above) :])
    return above, (below, *kept) if below.lines else tuple(kept), texts


def _above(lines: tuple[Line, ...], texts: tuple[SheetText, ...]) -> tuple[Line, ...]:
    """The lines above the first form that stands before any annex."""
    firsts = [text.first.number for text in texts if text.annex_no is None]
    return tuple(line for line in lines if not firsts or line.number < min(firsts))


def _title_of_form(
    letter: Letter, texts: tuple[SheetText, ...], sheets: Sheets, *, alone: bool
) -> None:
    """A form that stands alone, also as the one annex without its letter, gives title and year."""
    if not texts or texts[0].heading is None or not (alone or texts[0].annex_no is None):
        return
    if letter.fields.get("title") is None:
        heading, sheet = texts[0].heading, sheets.sheets[0]
        found = {
            "title": sheet["heading"],
            "title_clean": squeeze(str(sheet["heading"])),
            "budget_year": letter.fields.get("budget_year") or sheet["budget_year"],
        }
        letter.fields.update(found)
        letter.lines.update(dict.fromkeys(found, heading.number))


def _annex_rows(
    sections: tuple[Section, ...], letter: Letter, money: Money, texts: tuple[SheetText, ...]
) -> tuple[Rows, Rows]:
    """The rows of ``annexes``: those that the letter lists, then those that only stand below."""
    forms: dict[str | None, str] = {}
    for text in texts:
        if text.heading is not None:
            forms.setdefault(text.annex_no, text.heading.text.strip())
    markers = {section.annex_no: section.marker for section in sections if section.marker}
    # Annexes that lie there without a letter are named by what stands above their tables.
    listed: Rows = letter.attachments or [
        {
            "annex_no": number,
            "title": money.above.get(str(number), {}).get("heading", (None, 0))[0]
            or forms.get(number),
            "source_line": marker.number,
        }
        for number, marker in markers.items()
    ]
    rows: Rows = []
    places: Rows = []
    for row in listed:
        number = row["annex_no"]
        marker = markers.get(None if number is None else str(number))
        above = money.above.get(str(number), {})
        cells: Row = {name: text for name, (text, _) in above.items()}
        blank: Row = {
            "heading": None,
            "unit": None,
            "marker_line": marker.number if marker else None,
        }
        rows.append(blank | row | cells)
        places += [_place("annexes", str(number), name, line) for name, (_, line) in above.items()]
    return rows, places


def _ask_unlisted(sections: tuple[Section, ...], letter: Letter, ledger: Ledger) -> None:
    """An annex that the letter's list does not name: the list may have lost a line."""
    listed = {row["annex_no"] for row in letter.attachments}
    for section in sections:
        if listed and section.marker and section.annex_no and section.annex_no not in listed:
            ledger.ask(
                Question(
                    what=f"the letter lists no annex {section.annex_no}",
                    line=section.marker.number,
                    found=section.marker.text.strip()[:80],
                    nearest="a list of " + ", ".join(str(n) for n in listed if n),
                    answer="check the list against the notice: a line of it may be missing",
                )
            )


def _place(resource: str, key: str, field_name: str, line: int) -> Row:
    return {"resource": resource, "key": key, "field": field_name, "source_line": line}


def _numbered(amounts: Rows) -> Rows:
    """``amounts`` in printed order, with their ids."""
    ordered = sorted(amounts, key=lambda row: int(str(row["source_line"])))
    return [{"amount_id": number, **row} for number, row in enumerate(ordered, start=1)]


def _target_tables(sheets: Sheets) -> dict[str, Rows]:
    basis_lines = {
        sheet: line for sheet, name, line in sheets.field_lines if name == "policy_basis"
    }
    policies, items = policy_rows(sheets.sheets, basis_lines)
    return {
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
        for part_no, part in enumerate(target_parts(indicator), start=1)
    ]


def _unplaced(sections: tuple[Section, ...], notes: Rows, ledger: Ledger) -> Rows:
    """The ``notes`` beside tables, and the lines that nobody has read, as printed.

    Each run of lines that nobody has read is asked about once.
    """
    annex = {line.number: section.annex_no for section in sections for line in section.lines}
    rows: Rows = [
        {
            "source_line": line.number,
            "annex_no": annex.get(line.number),
            "text": line.text.strip(),
        }
        for line in ledger.stray
    ]
    before = 0
    for line in ledger.stray:
        if line.number != before + 1:
            ledger.ask(
                Question(
                    what="no part of the notice has a place for these lines, which are kept as "
                    "printed",
                    line=line.number,
                    found=line.text.strip()[:80],
                    answer="compare the lines with the notice; they stand in the table unplaced",
                )
            )
        before = line.number
    return sorted([*notes, *rows], key=lambda row: int(str(row["source_line"])))


def _notice(letter: Letter, money: Money, ledger: Ledger) -> Row:
    if money.total:
        letter.fields["total_yuan"], letter.lines["total_yuan"] = money.total
    first = min((line.number for line in ledger.lines if line.text.strip()), default=1)
    line = letter.lines.get("document_number", letter.lines.get("title", first))
    fields: Row = {name: letter.fields.get(name) for name in NOTICE_FIELDS}
    return {**letter.fields, **fields, "source_line": line}


def _field_lines(notice: Row, letter: Letter, sheets: Sheets, places: Rows) -> Rows:
    key = str(notice["document_number"] or notice["source_line"])
    rows: Rows = [
        _place("notice", key, name, line)
        for name, line in letter.lines.items()
        if line != notice["source_line"]
    ]
    rows += [
        _place("target_sheets", str(sheet), name, line) for sheet, name, line in sheets.field_lines
    ]
    return [*rows, *places]
