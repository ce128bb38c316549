"""The sheet of a self-evaluation in its printed layout, and the seven points in words below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from fiscal_notice.export.sheet_layout import LINE
from fiscal_notice.follow.form_layout import (
    ANSWER_COLUMNS,
    ANSWERS,
    EVALUATION_FOOT,
    EVALUATION_TITLE,
    FUND_COLUMNS,
    FUND_SOURCES,
    FUNDS,
    INDICATOR_COLUMNS,
    INDICATORS_BLANK,
)
from fiscal_notice.follow.forms.choices import labels_of, listed, restrict
from fiscal_notice.follow.forms.grid import Grid, Span
from fiscal_notice.follow.forms.rows import HEAD_ROWS, Evaluation, TextRow
from fiscal_notice.follow.forms.styles import FormStyles
from fiscal_notice.follow.forms.table_sheet import arrange
from fiscal_notice.follow.forms.words import words
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.package import Field

_WIDTHS = (15, 19, 17, 17, 19, 19, 12, 12, 30, 11)
_LAST = len(_WIDTHS) - 1
# From which column to which: the head has two fields a row, an indicator's name two columns.
_HEAD = {
    "project_name": (0, (1, 3)),
    "department": (4, (5, _LAST)),
    "unit": (0, (1, 3)),
    "budget_year": (4, (5, 6)),
    "sheet_id": (7, (8, _LAST)),
    "goal": (0, (1, 3)),
    "goal_result": (4, (5, _LAST)),
}
_FUNDS = dict(zip(FUND_COLUMNS, ((at, at) for at in range(1, 8)), strict=False))
_FUNDS["reason"] = (8, _LAST)
_INDICATORS = dict(
    zip(
        INDICATOR_COLUMNS,
        ((0, 0), (1, 1), (2, 3), *((at, at) for at in range(4, 10))),
        strict=True,
    )
)
_ANSWERS = dict(zip(ANSWER_COLUMNS, ((0, 1), (2, 5), (6, _LAST)), strict=True))
_FOOT = {"grade": (0, (1, 3)), "remark": (4, (5, _LAST))}
_NUMBERS = ("points", "score", "initial_yuan", "budget_yuan", "executed_yuan")


def write_evaluation(sheet: Worksheet, styles: FormStyles, evaluation: Evaluation) -> None:
    """Write the sheet from the top down."""
    page = _Page(Grid(sheet=sheet, widths=_WIDTHS), styles)
    page.title(evaluation)
    page.fields(HEAD_ROWS[:-1], evaluation.head)
    page.fields(HEAD_ROWS[-1:], evaluation.head, least=4)
    page.funds()
    page.indicators(evaluation)
    page.foot()
    page.answers()
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, page.row, _LAST)})
    sheet.print_area(0, 0, page.row - 1, _LAST)
    arrange(sheet)


class _Page:
    """The sheet as it is written; ``row`` is the next one."""

    def __init__(self, grid: Grid, styles: FormStyles) -> None:
        self.grid, self.styles = grid, styles
        self.row = 0
        self.words = words()

    def title(self, evaluation: Evaluation) -> None:
        year = evaluation.head.get("budget_year", "")
        title = f"{EVALUATION_TITLE}（{year}年度）" if year else EVALUATION_TITLE
        self._across(title, self.styles.centred, 32)
        above = self.words["evaluation"]
        self._across(f"{above['zh']}\n{above['en']}", self.styles.under, 2 * LINE + 6)

    def fields(self, rows: Sequence[Sequence[str]], head: TextRow, least: int = 1) -> None:
        """Labels of fields of ``self_evaluations``, each with its cell on the right."""
        for names in rows:
            texts = [self._field(_HEAD[name], name, head.get(name, "")) for name in names]
            self._next(texts, least)

    def funds(self) -> None:
        """The money: the whole and each source."""
        # One more row is for a source that has no name yet.
        sources = (*FUND_SOURCES, "")
        beside = Span(row=self.row, left=0, right=0, bottom=self.row + len(sources))
        self.grid.put(beside, FUNDS, self.styles.label)
        self._headers(FUND_COLUMNS, _FUNDS, given=("source",))
        for source in sources:
            for name, (left, right) in _FUNDS.items():
                span = Span(row=self.row, left=left, right=right)
                if name == "source" and source:
                    self.grid.put(span, source, self.styles.cell("given", "text"))
                else:
                    self._blank(span, name, "self_evaluation_funds")
            self._next([])

    def indicators(self, evaluation: Evaluation) -> None:
        """The indicators with their targets, and rows for others."""
        given = ("level1", "level2", "level3", "target_as_printed", "indicator_id")
        self._headers(INDICATOR_COLUMNS, _INDICATORS, given=given)
        top = self.row
        for row in evaluation.indicators:
            texts = []
            for name, (left, right) in _INDICATORS.items():
                span, text = Span(row=self.row, left=left, right=right), row.get(name, "")
                if name in given:
                    if name not in ("level1", "level2"):
                        self.grid.put(span, text, self.styles.cell("given", "text"))
                    texts.append((span, text))
                else:
                    self._blank(span, name, "self_evaluation_scores")
            if row["indicator_id"] in evaluation.qualitative:
                self._achieved()
            self._next(texts)
        for name, keys in (("level1", ("level1",)), ("level2", ("level1", "level2"))):
            self._levels(top, name, keys, evaluation.indicators)
        for _ in range(INDICATORS_BLANK):
            for name, (left, right) in _INDICATORS.items():
                self._blank(
                    Span(row=self.row, left=left, right=right), name, "self_evaluation_scores"
                )
            self._next([])

    def _levels(
        self, top: int, name: str, keys: Sequence[str], indicators: Sequence[TextRow]
    ) -> None:
        """Neighbours of one level share a cell, as printed; those without it have one each."""
        row, (left, right) = top, _INDICATORS[name]
        look = self.styles.cell("given", "text")
        for values, group in groupby(indicators, key=lambda each: [each.get(k, "") for k in keys]):
            count = len(list(group))
            if values[-1]:
                self.grid.put(
                    Span(row=row, left=left, right=right, bottom=row + count - 1), values[-1], look
                )
            else:
                for at in range(row, row + count):
                    self.grid.put(Span(row=at, left=left, right=right), "", look)
            row += count

    def _achieved(self) -> None:
        """A target in words is reached, partly or not; but words may be written as well."""
        field = schema_of("self_evaluation_scores").field("achieved")
        at = _INDICATORS["actual_as_printed"][0]
        if field is not None:
            self.grid.sheet.data_validation(
                self.row, at, self.row, at, listed(labels_of(field), others=True)
            )

    def foot(self) -> None:
        """The total, the grade and a remark."""
        total, *others = EVALUATION_FOOT
        label = Span(row=self.row, left=0, right=_INDICATORS["points"][0] - 1)
        self.grid.put(label, _title(total), self.styles.header)
        points, score = _INDICATORS["points"][0], _INDICATORS["score"][0]
        whole = self.styles.cell("given", "number", "center")
        self.grid.sheet.write_number(self.row, points, self.words["whole"], whole)
        self._blank(Span(row=self.row, left=score, right=score), "score", "self_evaluation_scores")
        self.grid.put(
            Span(row=self.row, left=score + 1, right=_LAST), "", self.styles.cell("given", "text")
        )
        self._next([])
        for name in others:
            self._field(_FOOT[name], name, "")
        left, _ = _FOOT["grade"][1]
        grades = listed(self.words["grades"], others=True)
        self.grid.sheet.data_validation(self.row, left, self.row, left, grades)
        self._next([], 2)

    def answers(self) -> None:
        """The seven points in words."""
        self._across(ANSWERS, self.styles.header, 2 * LINE)
        self._headers(ANSWER_COLUMNS, _ANSWERS, given=("item",))
        item = schema_of("self_evaluation_answers").field("item")
        for label in labels_of(item) if item else ():
            for name, (left, right) in _ANSWERS.items():
                span = Span(row=self.row, left=left, right=right)
                if name == "item":
                    self.grid.put(span, label, self.styles.cell("given", "text"))
                else:
                    self._blank(span, name, "self_evaluation_answers")
            self._next([], 3)

    def _headers(
        self,
        columns: dict[str, str],
        places: dict[str, tuple[int, int]],
        given: Sequence[str],
    ) -> None:
        for name, (left, right) in places.items():
            look = self.styles.header if name in given else self.styles.header_fill
            self.grid.put(Span(row=self.row, left=left, right=right), columns[name], look)
        self._next([], 2)

    def _field(self, place: tuple[int, tuple[int, int]], name: str, text: str) -> tuple[Span, str]:
        at, (left, right) = place
        self.grid.put(Span(row=self.row, left=at, right=at), _title(name), self.styles.label)
        span = Span(row=self.row, left=left, right=right)
        self.grid.put(span, text, self.styles.cell("given" if text else "fill", "text"))
        return span, text

    def _blank(self, span: Span, name: str, table: str) -> None:
        kind = "number" if name in _NUMBERS else "text"
        self.grid.put(span, "", self._look(name, kind))
        field = schema_of(table).field(name)
        if field is not None and kind == "number":
            restrict(self.grid.sheet, (span.row, span.left, span.row, span.right), _plain(field))

    def _look(self, name: str, kind: str) -> Format:
        if name.endswith("_yuan"):
            return self.styles.cell("fill", "money")
        return self.styles.cell("fill", kind, "center" if kind == "number" else "")

    def _across(self, text: str, look: Format, height: float) -> None:
        self.grid.put(Span(row=self.row, left=0, right=_LAST), text, look)
        self.grid.sheet.set_row(self.row, height)
        self.row += 1

    def _next(self, texts: Sequence[tuple[Span, str]], least: int = 1) -> None:
        self.grid.height(self.row, texts, least)
        self.row += 1


def _plain(field: Field) -> Field:
    """The field without its words of help, which speak of yuan."""
    return Field(name=field.name, type=field.type, raw={})


def _title(name: str) -> str:
    field = schema_of("self_evaluations").field(name)
    return field.title() if field else name
