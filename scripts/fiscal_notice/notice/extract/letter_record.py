"""What a letter says: the record that its readers fill."""

from __future__ import annotations

from dataclasses import dataclass, field

from fiscal_notice.model import Line, Rows, Value
from fiscal_notice.notice.extract.transcript import Ledger
from fiscal_notice.notice.questions import Question

# The order in which a letter says things; field_lines lists its fields so.
_ORDER = (
    *("urgency", "issuer", "document_number", "title", "title_clean", "budget_year", "phase"),
    *("addressees", "preamble", "fund_name", "basis_document_number", "basis_issuer"),
    *("body_total_yuan", "body_total_as_printed", "body_central_yuan", "body_provincial_yuan"),
    "signed_on",
    *("disclosure", "copied_to", "printed_by", "printed_on"),
)


def take(line: Line, ledger: Ledger) -> None:
    """Enter a line as read; a line that holds several paragraphs is entered with the first."""
    if line.number not in ledger.taken:
        ledger.take(line, "letter")


@dataclass(slots=True)
class Letter:
    """The fields of ``notice`` with the line of each, clauses, list of annexes, bases and codes.

    A field that the letter doesn't give is absent. ``bases`` and ``body_codes`` are in printed
    order, with ``position`` from 1.
    """

    fields: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    clauses: Rows = field(default_factory=list)
    attachments: Rows = field(default_factory=list)
    bases: Rows = field(default_factory=list)
    body_codes: Rows = field(default_factory=list)

    def give(self, name: str, value: Value, line: Line, ledger: Ledger | None = None) -> None:
        """Keep a field and its line; the first one stays, and another one is asked about."""
        if name not in self.fields:
            self.fields[name] = value
            self.lines[name] = line.number
        elif ledger is not None and self.fields[name] != value:
            ledger.ask(
                Question(
                    what=f"a second line gives the {name.replace('_', ' ')} of the notice",
                    line=line.number,
                    found=str(value)[:80],
                    nearest=str(self.fields[name])[:80],
                    answer=f"--set {name}=…",
                )
            )

    def in_order(self) -> None:
        """Put the fields into the order in which a letter says them."""
        rank = {name: position for position, name in enumerate(_ORDER)}
        for cells in (self.fields, self.lines):
            ordered = sorted(cells.items(), key=lambda item: rank.get(item[0], len(rank)))
            cells.clear()
            cells.update(ordered)  # type: ignore[arg-type]
