"""The seven points in words of a region's self-evaluation of a transfer."""

from __future__ import annotations

from dataclasses import dataclass, field

from fiscal_notice.follow.reading.printed_form import ANSWERS, Entry, PrintedForm
from fiscal_notice.follow.reading.printed_rows import PrintedRow
from fiscal_notice.follow.reading.printed_words import says


@dataclass(slots=True)
class AnswerReader:
    """Reads the seven points in words: 分配科学性 with explanation and problem."""

    form: PrintedForm
    columns: dict[int, str] = field(default_factory=dict)

    def header(self, row: PrintedRow) -> bool:
        """Take a row that heads explanation and problem; False if it is none."""
        found = {c.column: says(c.text, "answer_column") for c in row.filled}
        known = {column: role for column, role in found.items() if role}
        if set(known.values()) != {"explanation", "problem"}:
            return False
        self.columns = known
        return True

    def row(self, row: PrintedRow) -> bool:
        """Take the row of one point; False if it is none."""
        at = next((i for i, c in enumerate(row.filled[:2]) if says(c.text, "answer")), None)
        if at is None:
            return False
        label = row.filled[at]
        item = says(label.text, "answer")
        if any(one.row["item"] == item for one in self.form.entries(ANSWERS)):
            for cell in row.filled[at + 1 :]:
                self.form.leave(cell, "its label stands twice in the form")
            return True
        entry = Entry()
        entry.put("item", item, label)
        for cell in row.filled[at + 1 :]:
            column = max((c for c in self.columns if c <= cell.column), default=None)
            name = self.columns[column] if column is not None else "explanation"
            if name in entry.row:
                name = "problem"
            if name in entry.row:
                self.form.leave(cell, "a third text of one point")
            else:
                entry.put(name, cell.text, cell)
        entry.stands_in(row)
        if entry.row.keys() & {"explanation", "problem"}:
            self.form.entries(ANSWERS).append(entry)
        return True
