"""What a form has beforehand: for each sheet its rows, as texts that the notice has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from fiscal_notice.follow.announced import Announced
from fiscal_notice.follow.form_layout import SELF_EVALUATION, SHEETS, FormSheet, Prefilled
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.notice.facts.table_reader import Entry

#: Fields of ``self_evaluations`` that stand beside each other above the money.
HEAD_ROWS = (
    ("project_name", "department"),
    ("unit", "budget_year", "sheet_id"),
    ("goal", "goal_result"),
)
TextRow = Mapping[str, str]
"""Field → text; a field that is not there has nothing beforehand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A self-evaluation to be filled in: of a target sheet of the notice, or of none.

    ``qualitative`` are the ids of the indicators whose target is in words.
    """

    head: TextRow
    indicators: tuple[TextRow, ...]
    qualitative: frozenset[str]

    @property
    def sheet_id(self) -> str:
        """The id of the target sheet; empty if there is none."""
        return self.head.get("sheet_id", "")


@dataclass(frozen=True, kw_only=True)
class Content:
    """The form of one region; of a notice without regions, the one form of it with no ``code``."""

    announced: Announced
    code: str
    name: str

    @cached_property
    def allocations(self) -> tuple[Entry, ...]:
        """Its allocations."""
        return self.announced.allocations.get(self.code, ())

    @cached_property
    def sheets(self) -> tuple[Entry, ...]:
        """Its target sheets."""
        return self.announced.sheets.get(self.code, ())

    @property
    def english(self) -> str:
        """Its English name, if it has one."""
        return self.announced.facts.english.get(self.code, "")

    def rows(self, sheet: FormSheet) -> tuple[TextRow, ...]:
        """The rows of a sheet that stand there beforehand."""
        return tuple(_MAKERS[sheet.prefilled](self))

    @cached_property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """One for each target sheet, or a blank one."""
        found = tuple(self._evaluation(sheet) for sheet in self.sheets)
        year = self.announced.budget_year
        blank = {"budget_year": str(year)} if year else {}
        return found or (Evaluation(head=blank, indicators=(), qualitative=frozenset()),)

    def _evaluation(self, sheet: Entry) -> Evaluation:
        indicators = self.announced.indicators.get(sheet["sheet_id"], ())
        head = {
            "sheet_id": sheet["sheet_id"],
            "project_name": sheet["project_name"],
            "department": sheet["local_department"],
            "unit": sheet["implementing_unit"],
            "budget_year": sheet["budget_year"],
            "goal": sheet["overall_goal"],
        }
        return Evaluation(
            head=head,
            indicators=tuple(
                {**_levels(each), "target_as_printed": each["value_as_printed"]}
                for each in indicators
            ),
            qualitative=frozenset(
                each["indicator_id"] for each in indicators if self._in_words(each)
            ),
        )

    def _in_words(self, indicator: Entry) -> bool:
        parts = self.announced.targets.get(indicator["indicator_id"], ())
        return bool(parts) and all(part["value_type"] == "qualitative" for part in parts)


def evaluation_name(evaluation: Evaluation) -> str:
    """The name of its sheet."""
    return SELF_EVALUATION + evaluation.sheet_id


def contents(announced: Announced) -> tuple[Content, ...]:
    """The forms of a notice: one for each region, or the one of a notice without regions."""
    names = {code: row["name"] for code, row in announced.regions.items()} or {"": ""}
    return tuple(Content(announced=announced, code=code, name=name) for code, name in names.items())


def _levels(indicator: Entry) -> dict[str, str]:
    return {name: indicator[name] for name in ("indicator_id", "level1", "level2", "level3")}


def _money(content: Content) -> Iterator[TextRow]:
    for each in content.allocations:
        yield {
            "allocation_id": each["allocation_id"],
            "project_name": each["project_name"],
            "function_code": each["function_code"],
            "announced_yuan": each["amount_yuan"],
        }


def _stages(content: Content) -> Iterator[TextRow]:
    field = schema_of("stages").field("stage")
    stages = field.labels("zh").values() if field else ()
    for row in _money(content):
        for stage in stages:
            yield {**row, "stage": stage}


def _grants(content: Content) -> Iterator[TextRow]:
    for each in content.announced.grants.get(content.code, ()):
        allocation = content.announced.allocation_of(each)
        yield {
            "grant_id": each["grant_id"],
            "allocation_id": allocation["allocation_id"] if allocation else "",
            "project_name": each["project_name"],
            "function_code": allocation["function_code"] if allocation else "",
            "recipient_as_printed": each["recipient_as_printed"],
            "announced_yuan": each["amount_yuan"],
        }


def _indicators(content: Content) -> Iterator[TextRow]:
    for sheet in content.sheets:
        for each in content.announced.indicators.get(sheet["sheet_id"], ()):
            yield {
                "sheet_id": sheet["sheet_id"],
                "project_name": sheet["project_name"],
                **_levels(each),
                "announced_as_printed": each["value_as_printed"],
                "target_as_printed": each["value_as_printed"],
            }


def _nothing(_: Content) -> Iterator[TextRow]:
    return iter(())


_MAKERS: Mapping[Prefilled, Callable[[Content], Iterator[TextRow]]] = {
    "": _nothing,
    "stages": _stages,
    "allocations": _money,
    "grants": _grants,
    "indicators": _indicators,
}


def given_rows(content: Content) -> dict[str, tuple[TextRow, ...]]:
    """The rows of all sheets by table, only of columns that are given."""
    return {
        sheet.table: tuple(
            {name: row.get(name, "") for name in sheet.given} for row in content.rows(sheet)
        )
        for sheet in SHEETS
    }
