"""Cases for the schema rule, and for the rules on errata."""

from __future__ import annotations

from notice.rules.cases.case import Case, New, one


def _erratum(**cells: str) -> New:
    """A row of errata; what is not given is filled in."""
    given = {
        "erratum_id": "E001",
        "rule_id": "RDR-01",
        "resource": "indicators",
        "key": "1",
        "field": "level3",
        "printed": "完成专利导航报告",
        "expected": "another name",
        "kind": "wording",
        "explanation_zh": "说明",
        "explanation_en": "explanation",
        "source_line": "73",
        "weight": "wording",
        "status": "open",
    }
    return "errata", given | cells


def _declared(wrong: str, expected: str, /, **cells: str) -> Case:
    """An erratum in whose field ``wrong`` something is wrong."""
    row = _erratum(**cells)
    return Case(added=(row,), cell=("errata", row[1]["erratum_id"], wrong), expected=expected)


CASES: dict[str, tuple[Case, ...]] = {
    "SCH-01": (one("allocations", "1", "amount_yuan", "5万元"),),
    "RDR-01": (
        Case(
            added=(_erratum(),),
            cell=("indicators", "1", "level3"),
            expected="another name",
            line=73,
        ),
        Case(added=(_erratum(expected="完成专利导航报告"),)),
        Case(added=(_erratum(rule_id="TXT-05"),)),
        # A note on a cell that is not there finds nothing there.
        Case(added=(_erratum(key="99"),), cell=("indicators", "99", "level3")),
        Case(added=(_erratum(field="level9"),), cell=("indicators", "1", "level9")),
        Case(added=(_erratum(resource="another"),), cell=("another", "1", "level3")),
        Case(
            added=(_erratum(resource="regions"),),
            absent=("text:regions",),
            cell=("regions", "1", "level3"),
        ),
        Case(added=(_erratum(resource=""),), cell=("None", "1", "level3")),
        # An empty cell is a missing one; of rows of one key the first counts.
        Case(added=(_erratum(key="16", field="repair", expected=""),)),
        Case(
            added=(
                _erratum(expected="完成专利导航报告"),
                ("indicators", {"indicator_id": "1", "level3": "另一"}),
            )
        ),
    ),
    "ERR-01": (
        _declared("erratum_id", "E001", erratum_id="E003"),
        Case(added=(_erratum(), _erratum(erratum_id="E002"))),
    ),
    "ERR-02": (
        _declared("key", "True", key="999"),
        _declared("field", "True", field="level9"),
        _declared("resource", "True", resource="another"),
        Case(
            added=(_erratum(resource="regions", key="701", field="name"),),
            absent=("text:regions",),
            cell=("errata", "E001", "resource"),
        ),
        Case(added=(_erratum(),)),
    ),
    "ERR-04": (
        _declared("explanation_zh", "False", explanation_zh="TODO：说明"),
        _declared("explanation_en", "False", explanation_en="TODO"),
        Case(added=(_erratum(explanation_en="To do a thing twice is wrong."),)),
    ),
    "ERR-03": (_declared("printed", "完成专利导航报告", printed="别的"),),
}
