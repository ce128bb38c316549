"""The head and the end of a printed form: labels with values beside or below, line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from fiscal_notice.follow.reading.printed_form import PrintedForm
from fiscal_notice.follow.reading.printed_rows import Cell, PrintedRow
from fiscal_notice.follow.reading.printed_values import points_of
from fiscal_notice.follow.reading.printed_words import says
from fiscal_notice.model import Value
from fiscal_notice.notice.extract.form_rows import bare, is_in_brackets
from fiscal_notice.notice.extract.notation import DATE, YEAR, plain, read_date
from fiscal_notice.notice.extract.sheet_labels import label_of

_FIELDS = {
    "project_name": "project_name",
    "department": "department",
    "local_department": "department",
    "provincial_department": "department",
    "implementing_unit": "unit",
    "budget_year": "budget_year",
    "overall_goal": "goal",
    "goal_plan": "goal",
    "goal_actual": "goal_result",
}
_OWN = (
    *("goal_result", "goal", "grade", "remark", "reported_on", "total", "sheet_id"),
    *("reporting_unit", "other"),
)
_GOALS = ("goal", "goal_result")
_INLINE = re.compile(r"\s*([^：:\s]{2,16}(?:\s?[（(][^（()）]*[)）])?)\s*[：:]\s*(\S.*)", re.DOTALL)
_SPACED = re.compile(r"(\S{2,16})\s+(\S.*)", re.DOTALL)
_PARTED = re.compile(r"[;；]\s*")
_LABELLED = re.compile(r"(?:^|\s)(?P<label>[^\s：:]{2,16})[：:]")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_DAY = re.compile(r"(?P<year>[0-9]{4})[-./](?P<month>[0-9]{1,2})[-./](?P<day>[0-9]{1,2})")
_SHORT_TITLE = re.compile(
    r"[^，。；]{0,40}(?:(?:自评|绩效评价|绩效目标完成)[^，。；]{0,20}表[^，。；]{0,16}|绩效(?:目标)?自评)"
)
# A text that begins with 年度目标 is no label of one.
_LONGEST_LABEL = 16
NO_FIELD = "a self-evaluation has no field for it"


@lru_cache(maxsize=8192)
def field_of(text: str) -> str | None:
    """The field of a form that a label fills; ``other`` for a known label without one."""
    for kind in _OWN:
        if says(text, kind):
            return kind
    known = label_of(text)
    if known in ("money", "money_item", "money_column", "score_column"):
        return None
    return _FIELDS.get(known, known) if known else None


def is_title(text: str) -> bool:
    """Whether a line is the title of a form of self-evaluation."""
    return _SHORT_TITLE.fullmatch(plain(text).strip()) is not None


def year_in(text: str) -> int | None:
    """The one year that a title or its bracket names; None if it names none or several."""
    found = {match["year"] for match in YEAR.finditer(plain(text))}
    return int(found.pop()) if len(found) == 1 else None


@dataclass(slots=True)
class HeadReader:
    """Reads rows of labels into a form; ``waiting`` are labels whose values stand below."""

    form: PrintedForm
    waiting: dict[int, str] = field(default_factory=dict)
    reporting: tuple[str, Cell] | None = None

    @property
    def goals_follow(self) -> bool:
        """Whether the next row has what stands below the labels of goals."""
        return bool(self.waiting) and all(name in _GOALS for name in self.waiting.values())

    def close(self) -> None:
        """At the end of a form: who reports is the unit, if no other is named."""
        if self.reporting and "unit" not in self.form.evaluation.row:
            self.form.evaluation.put("unit", *self.reporting)

    def title(self, cell: Cell) -> None:
        """Take a title: its words, and the year in it."""
        self.form.evidence.setdefault("title", cell.text)
        self.year(cell)

    def year(self, cell: Cell) -> bool:
        """Take the year of a line such as (2022年度)."""
        year = year_in(cell.text)
        if year is not None and "budget_year" not in self.form.evaluation.row:
            self.form.evaluation.put("budget_year", year, cell)
        return year is not None

    def knows(self, row: PrintedRow) -> bool:
        """Whether a row begins with a label of a head, or has values that labels wait for."""
        filled = row.filled
        first = filled[0]
        if field_of(first.text) or self._inline(first.text):
            return True
        if len(filled) > 1 and (field_of(filled[1].text) or self._inline(filled[1].text)):
            return True
        return bool(self.waiting)

    def row(self, row: PrintedRow) -> None:
        """Take a row of cells: pairs of label and value, or values below labels."""
        waiting, self.waiting = self.waiting, {}
        label: tuple[Cell, str] | None = None
        open_labels: list[tuple[Cell, str]] = []
        taken = 0
        for cell in row.filled:
            name = field_of(cell.text)
            pair = None if name else self._inline(cell.text)
            if name == "goal" and waiting and len(cell.text) > _LONGEST_LABEL:
                name = None
            if pair:
                open_labels += [label] if label else []
                label = None
                self.enter(pair[0], pair[1], cell)
                taken += 1
            elif name:
                open_labels += [label] if label else []
                label = (cell, name)
            elif label and label[1] != "frame":
                self.enter(label[1], cell.text, cell)
                label, taken = None, taken + 1
            else:
                self._below(cell, waiting)
        open_labels += [label] if label else []
        goals = [(cell, name) for cell, name in open_labels if name in _GOALS]
        if goals and not any(name in _GOALS for name in waiting.values()):
            self.waiting = {cell.column: name for cell, name in goals}
            if len(goals) > len(_GOALS):
                # 年度总体目标 only frames 预期目标 and 实际完成情况.
                del self.waiting[goals[0][0].column]
        elif open_labels and not taken and len(open_labels) == len(row.filled) > 1:
            self.waiting = {cell.column: name for cell, name in open_labels}

    def _below(self, cell: Cell, waiting: dict[int, str]) -> None:
        name = waiting.get(cell.column)
        if name is None and waiting and all(one in _GOALS for one in waiting.values()):
            left = [column for column in waiting if column <= cell.column]
            name = waiting[max(left)] if left else None
        if name is None or name == "frame":
            self.form.leave(cell, "no label says what it is")
        else:
            self.enter(name, cell.text, cell)

    def prose(self, row: PrintedRow) -> bool:
        """Take a line of labels with values, parted by semicolons; False if it has none."""
        cell = row.cells[0]
        found = False
        rest: list[str] = []
        for part in _parts(cell.text):
            pair = self._inline(part) or self._spaced(part)
            if pair:
                self.enter(pair[0], pair[1], cell)
                found = True
            elif part:
                rest.append(part)
        if found:
            for part in rest:
                self._leave(cell, part)
        return found

    @staticmethod
    def _inline(text: str) -> tuple[str, str] | None:
        match = _INLINE.fullmatch(text)
        name = field_of(match[1]) if match else None
        return (name, match[2]) if match and name and name != "frame" else None

    @staticmethod
    def _spaced(text: str) -> tuple[str, str] | None:
        match = _SPACED.fullmatch(text.strip())
        name = field_of(match[1]) if match else None
        return (name, match[2]) if match and name and name != "frame" else None

    def enter(self, name: str, text: str, cell: Cell) -> None:
        """Enter the value of a label; a second one, or one without a field, is left."""
        if is_in_brackets(text) or bare(text) in ("", "/"):
            return
        if name == "reporting_unit":
            self.form.evidence.setdefault("reported_by", text)
            self.form.evaluation.cells.setdefault("reported_by", cell.place)
            self.reporting = self.reporting or (text, cell)
            return
        if name == "reported_on":
            self._day(text, cell)
            return
        value: Value = text
        if name == "budget_year":
            years = set(_YEAR.findall(text))
            value = int(years.pop()) if len(years) == 1 else None
        elif name == "sheet_id":
            value = int(text) if text.isdecimal() else None
        elif name == "total":
            name, value = "total_score", points_of(text)
        known = name in (*_FIELDS.values(), "total_score", "grade", "remark", "sheet_id")
        row = self.form.evaluation.row
        if not known or value is None:
            self._leave(cell, text, NO_FIELD)
        elif name in row:
            if row[name] != value:
                self._leave(cell, text, "its label stands twice in the form")
        else:
            self.form.evaluation.put(name, value, cell)

    def _day(self, text: str, cell: Cell) -> None:
        match = re.search(DATE, plain(text))
        short = _DAY.search(plain(text))
        day = read_date(match[0]) if match else None
        if day is None and short:
            parts = (short["year"], short["month"], short["day"])
            day = read_date("{}年{}月{}日".format(*parts))
        if day is None:
            self._leave(cell, text, "not a whole date")
        else:
            self.form.evidence.setdefault("reported_on", day)
            self.form.evaluation.cells.setdefault("reported_on", cell.place)

    def _leave(self, cell: Cell, text: str, why: str = "no label says what it is") -> None:
        part = Cell(text=text, column=cell.column, sheet=cell.sheet, name=cell.name)
        self.form.leave(part, why)

    def total(self, row: PrintedRow, points: int | None, score: int | None) -> bool:
        """Take a row with the total (总分 100 96.5) and a grade in it; False if it is none."""
        filled = row.filled
        at = next((i for i, c in enumerate(filled) if says(c.text, "total")), None)
        if at is None or not self._before_total(row, at):
            return False
        numbers = [(c, value) for c in filled[at + 1 :] if (value := points_of(c.text)) is not None]
        chosen = next((one for one in numbers if one[0].column == score), None)
        if chosen is None and numbers:
            rest = [one for one in numbers if one[0].column != points]
            chosen = rest[-1] if rest else None
        if chosen is not None and "total_score" not in self.form.evaluation.row:
            self.form.evaluation.put("total_score", chosen[1], chosen[0])
        self._grade(filled[at + 1 :], [cell for cell, _ in numbers])
        return True

    def _before_total(self, row: PrintedRow, at: int) -> bool:
        """Take what stands before the label of the total; False if it makes the row another."""
        first = row.filled[0]
        if at == 0 or (at == 1 and (says(first.text, "total") or label_of(first.text) == "frame")):
            return True
        if field_of(first.text) is None or at == 1:
            return False
        # 其他需要说明事项 | 无 | 总分 | 100 | 96 in one row.
        end = row.filled[at].column - 1
        self.row(replace(row, cells=row.cells[:end]))
        return True

    def _grade(self, cells: tuple[Cell, ...], numbers: list[Cell]) -> None:
        label = False
        for cell in cells:
            if cell in numbers:
                continue
            if says(cell.text, "grade_value"):
                self.enter("grade", cell.text, cell)
                label = False
            elif says(cell.text, "grade"):
                label = True
            elif label:
                self.enter("grade", cell.text, cell)
                label = False
            else:
                pair = self._inline(cell.text)
                if pair:
                    self.enter(pair[0], pair[1], cell)
                elif not points_of(cell.text):
                    self.form.leave(cell, "beside the total")


def _parts(text: str) -> list[str]:
    """The parts of a line: between semicolons, and from label to label with its colon."""
    parts: list[str] = []
    for piece in _PARTED.split(text):
        start = 0
        for match in _LABELLED.finditer(piece):
            if start < match.start() and field_of(match["label"]):
                parts.append(piece[start : match.start()].strip())
                start = match.start("label")
        parts.append(piece[start:].strip())
    return [part for part in parts if part]
