"""Self-evaluations as plain tables, as the form for programs has them: a file for each table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fiscal_notice.follow.form_layout import EVALUATION_HEAD, FUND_SOURCES, FormSheet
from fiscal_notice.follow.reading.actuals import doubts_of
from fiscal_notice.follow.reading.found import Found
from fiscal_notice.follow.reading.grid import Sheet
from fiscal_notice.follow.reading.headers import ENTERED, Columns
from fiscal_notice.follow.reading.keys import Keys
from fiscal_notice.follow.reading.tables import Line, SheetReader, lacking
from fiscal_notice.follow.reading.values import squeezed
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.package import Field

EVALUATIONS = "self_evaluations"
SHEET = "sheet_id"
# What stands in these tables beforehand.
_GIVEN = {
    EVALUATIONS: tuple(name for name in EVALUATION_HEAD if name != "goal_result"),
    "self_evaluation_funds": ("source",),
    "self_evaluation_scores": ("indicator_id", "level1", "level2", "level3", "target_as_printed"),
    "self_evaluation_answers": ("item",),
}
TABLES = tuple(_GIVEN)


def is_table(name: str) -> bool:
    """Whether a sheet is named as one of these tables."""
    return name in _GIVEN


@dataclass(slots=True, kw_only=True)
class EvaluationTables:
    """Reads such tables of one form; ``founds`` are its evaluations by their target sheet."""

    file: str
    keys: Keys
    region: str
    founds: dict[object, Found] = field(default_factory=dict)

    def read(self, sheets: list[Sheet]) -> list[Found]:
        """One Found for each evaluation, in the order of its first row."""
        for sheet in sorted(sheets, key=lambda each: TABLES.index(each.name)):
            columns = _columns(sheet)
            reader = SheetReader(file=self.file, sheet=sheet, columns=columns)
            for line in reader.lines():
                self._place(reader, line)
            self._found(next(iter(self.founds), None)).problems += reader.problems
        return list(self.founds.values())

    def _found(self, key: object) -> Found:
        return self.founds.setdefault(key, Found(evidence={}))

    def _place(self, reader: SheetReader, line: Line) -> None:
        table = reader.columns.layout.table
        found = self._found(line.row.get(SHEET))
        wrong = self.keys.wrong(line.row, self.region)
        missing = lacking(table, line.row)
        if wrong or missing:
            why = wrong or f"the row lacks {', '.join(missing)}"
            if line.filled:
                text = " | ".join(line.texts)
                found.unplaced.append((reader.name, line.range, text, why))
            return
        found.unplaced += [(reader.name, *parts) for parts in line.unplaced]
        if table != EVALUATIONS:
            line.row.pop(SHEET, None)
            line.cells.pop(SHEET, None)
        if table == "self_evaluation_funds":
            line.row["is_total"] = squeezed(str(line.row.get("source"))) == squeezed(
                FUND_SOURCES[0]
            )
        where = {name: (reader.name, cell) for name, cell in line.cells.items()}
        if table == "self_evaluation_scores":
            found.problems += doubts_of(self.file, line.row, where)
        found.tables.setdefault(table, []).append(
            {**line.row, "sheet": reader.name, "cell": line.range}
        )
        found.cells.setdefault(table, []).append(where)


def _columns(sheet: Sheet) -> Columns:
    fields = dict(_fields(sheet.name))
    given = _GIVEN[sheet.name]
    own = {each.name for each in schema_of(sheet.name).fields}
    fill = tuple(n for n in dict.fromkeys(f.name for f in fields.values()) if n in own - {*given})
    layout = FormSheet(
        name=sheet.name, name_en=sheet.name, table=sheet.name, given=(*given, SHEET), fill=fill
    )
    found = Columns(layout=layout, row=1)
    for (row, column), cell in sheet.cells.items():
        if row != 1:
            continue
        each = fields.get(squeezed(cell.text))
        if each is None:
            found.unknown[column] = cell.text
        else:
            found.fields[column] = each
    return found


def _fields(table: str) -> Iterator[tuple[str, Field]]:
    sheet_id = schema_of(EVALUATIONS).field(SHEET)
    for each in (*schema_of(table).fields, sheet_id):
        if each is not None and (each.name not in ENTERED) and each.name != "evaluation_id":
            for word in (each.name, each.title("zh"), each.title("en")):
                yield squeezed(word), each
