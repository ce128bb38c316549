"""Read the text of one annex as money; → stands for a tab."""

from __future__ import annotations

from dataclasses import dataclass

from fiscal_notice.model import Row, Rows, Value
from fiscal_notice.notice.extract.answers import Answers
from fiscal_notice.notice.extract.document import Section
from fiscal_notice.notice.extract.letter_record import Letter
from fiscal_notice.notice.extract.money import Money, read_money
from fiscal_notice.notice.extract.transcript import Ledger, split_lines
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from fiscal_notice.notice.questions import Question

NO_WORDS = Vocabulary(purposes={}, transfer_types={}, phases={}, divisions={}, functions={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text gives: the money, what was asked, and the lines that nobody took."""

    money: Money
    questions: list[Question]
    stray: list[str]

    @property
    def amounts(self) -> Rows:
        """The rows of ``amounts``."""
        return self.money.tables["amounts"]

    def columns(self, *names: str) -> list[tuple[Value, ...]]:
        """The rows of ``amounts`` with these columns alone."""
        return [tuple(row[name] for name in names) for row in self.amounts]

    @property
    def meanings(self) -> list[Value]:
        """The meanings of all columns, table by table."""
        return [row["meaning"] for row in self.money.tables["layout"]]

    @property
    def asked(self) -> list[tuple[int | None, str]]:
        """Line and sentence of every question."""
        return [(question.line, question.what) for question in self.questions]


def read(
    *annexes: str,
    vocabulary: Vocabulary = NO_WORDS,
    layout: Rows | None = None,
    given: Rows | None = None,
    phase: str = "allocation",
    body_total: int | None = None,
) -> Reading:
    """Annexes 1, 2 … of an invented notice for 2022."""
    text = "\n".join(annexes).replace("→", "\t")
    ledger = Ledger(lines=split_lines(text))
    sections: list[Section] = []
    first = 0
    for number, annex in enumerate(annexes, start=1):
        stop = first + annex.count("\n") + 1
        lines = tuple(line for line in ledger.lines[first:stop] if line.text.strip())
        sections.append(Section(annex_no=str(number), marker=None, lines=lines))
        first = stop
    letter = Letter()
    fields: Row = {"budget_year": 2022, "phase": phase, "body_total_yuan": body_total}
    letter.fields.update(fields)
    answers = Answers(layout=layout or [], given=given or [])
    money = read_money(sections, ledger, vocabulary, answers, letter)
    stray = [line.text for line in ledger.stray]
    return Reading(money=money, questions=ledger.questions, stray=stray)
