"""Cases for the rules on units of money and of targets."""

from __future__ import annotations

from notice.rules.cases.case import Case, breaks, holds, one, with_rows

_TWICE = with_rows(("indicators", {"indicator_id": "9", "sheet_id": "3", "level3_clean": "另一"}))


def _bounds(comparator: str, lower: str, upper: str, wrong: str | None, wanted: str = "") -> Case:
    """Indicator 4 (ge 2) with another comparator and bounds; the field that is then wrong."""
    now = {"comparator": "ge", "lower": "2", "upper": ""}
    then = {"comparator": comparator, "lower": lower, "upper": upper}
    changes = [
        ("indicator_targets", "4/1", name, text) for name, text in then.items() if text != now[name]
    ]
    if wrong is None:
        return holds(*changes)
    return breaks(("indicator_targets", "4/1", wrong), *changes, expected=wanted)


CASES: dict[str, tuple[Case, ...]] = {
    "UNI-01": (
        breaks(
            ("grant_totals", "甲市小计", "ip_creation_wan"),
            ("allocation_totals", "甲市小计", "amount_yuan", "850001"),
            expected="850001",
        ),
        breaks(
            ("grant_totals", "甲市小计", "ip_creation_wan"),
            ("grant_totals", "甲市小计", "patent_award_wan", "6"),
            expected="850000",
        ),
        with_rows(("allocation_totals", {"region_code": "702", "label": "乙", "amount_yuan": "1"})),
    ),
    "UNI-02": (one("grants", "1", "amount_yuan", "5000", "50000"),),
    "UNI-03": (one("target_sheets", "2", "funding_need_yuan", "50000", "500000"),),
    "UNI-04": (one("annexes", "2", "unit", ""),),
    "UNI-05": (
        one("indicator_targets", "9/1", "unit", "个", "家"),
        # As on the first sheet, also where that one has none.
        breaks(("indicator_targets", "9/1", "unit"), ("indicator_targets", "2/1", "unit", "")),
        # Of two figures, or of none, nothing is compared.
        holds(
            ("indicator_targets", "9/1", "unit", "个"),
            ("indicator_targets", "9/1", "part_relation", "all"),
        ),
        holds(
            ("indicator_targets", "9/1", "unit", "个"),
            ("indicator_targets", "9/1", "value_type", "qualitative"),
        ),
        _TWICE,
    ),
    "UNI-06": (one("indicator_targets", "9/1", "basis", "growth", "absolute"),),
    "UNI-07": (one("indicator_targets", "9/1", "comparator", "eq", "ge"),),
    "UNI-08": (
        breaks(
            ("indicators", "4", "value_as_printed"),
            ("indicator_targets", "4/1", "unit", "次"),
            expected="场",
        ),
        *(
            breaks(
                ("indicators", "2", "value_as_printed"),
                ("indicators", "2", "level3", f"建设12{unit}运营中心"),
                ("indicator_targets", "2/1", "unit", "人"),
                expected=unit,
            )
            for unit in "场家次个项份件户所"
        ),
        with_rows(("indicator_targets", {"indicator_id": "4", "part_no": "2", "unit": "次"})),
    ),
    "UNI-09": (
        breaks(
            ("indicator_targets", "3/1", "upper"),
            ("indicator_targets", "3/1", "lower", "4"),
            expected="True",
        ),
        *(_bounds(name, "", "", "lower", "True") for name in ("ge", "gt")),
        *(_bounds(name, "", "3", "lower", "True") for name in ("eq", "between")),
        *(_bounds(name, "2", "3", "lower", "False") for name in ("le", "lt")),
        *(_bounds(name, "", "", "upper", "True") for name in ("le", "lt")),
        *(_bounds(name, "2", "", "upper", "True") for name in ("eq", "between")),
        *(_bounds(name, "2", "3", "upper", "False") for name in ("ge", "gt")),
        _bounds("eq", "2", "3", "upper", "True"),
        *(_bounds(name, "", "3", "upper", "True") for name in ("eq", "between")),
        *(_bounds(name, "2", "2", None) for name in ("eq", "between")),
        *(_bounds(name, "2", "", None) for name in ("gt",)),
        *(_bounds(name, "", "2", None) for name in ("le", "lt")),
        holds(
            ("indicator_targets", "3/1", "comparator", ""),
            ("indicator_targets", "3/1", "lower", ""),
            ("indicator_targets", "3/1", "upper", ""),
        ),
    ),
}
