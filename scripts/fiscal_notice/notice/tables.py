"""The tables of a notice of the family: by which columns they are told from tables of that name.

Rules are for these tables alone. Any other package may have a table called ``regions`` or
``notice``, of any size; nothing of it is read for rules, and no table library is imported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from fiscal_notice.package import Package, Resource

#: By table the columns by which it is known as one of the family.
KNOWN_BY: Mapping[str, tuple[str, ...]] = {
    "allocation_totals": ("label", "amount_yuan"),
    "allocations": ("allocation_id", "amount_yuan"),
    "amounts": ("amount_id", "column", "amount_yuan"),
    "annexes": ("title",),
    "bases": ("document_number",),
    "body_codes": ("kind", "code"),
    "budget_units": ("unit_code",),
    "clauses": ("text",),
    "empty_levels": ("level2",),
    "errata": (
        *("erratum_id", "rule_id", "resource", "key", "field", "printed", "expected"),
        *("source_line", "explanation_zh", "explanation_en"),
    ),
    "field_lines": ("resource", "key", "field", "source_line"),
    "functional_classification": ("function_code", "name"),
    "functions": ("function_code",),
    "gb_divisions": ("gb_code", "name"),
    "glosses": ("text", "text_en", "of"),
    "given": ("resource", "key", "field", "value"),
    "grant_recipients": ("grant_id", "recipient_id"),
    "grant_totals": ("label",),
    "grants": ("grant_id", "amount_yuan"),
    "indicator_targets": ("indicator_id", "parse_status"),
    "indicators": ("indicator_id",),
    "layout": ("header", "meaning"),
    "notice": ("document_number", "budget_year"),
    "originals": ("original_id", "path"),
    "places": ("source_line", "original_id"),
    "policies": ("policy_id",),
    "recipients": ("recipient_id", "name"),
    "regions": ("name",),
    "sheet_policies": ("sheet_id",),
    "target_sheets": ("sheet_id",),
    "unplaced": ("source_line", "text"),
}
#: By table the further columns that rules read; a notice without them is one all the same.
MORE: Mapping[str, tuple[str, ...]] = {
    "allocation_totals": ("scope", "region_code"),
    "allocations": (
        *("unit_code", "function_code", "function_name", "project_name", "transfer_type"),
        "remark",
    ),
    "amounts": (
        *("annex_no", "table_no", "row_no", "label", "level", "region_code", "region_name"),
        *("gb_code", "unit_code", "project_name", "recipient", "function_code", "purpose"),
        *("transfer_type", "unit", "amount_as_printed"),
    ),
    "annexes": ("annex_no", "heading", "unit", "marker_line"),
    "bases": ("position", "issuer", "title"),
    "body_codes": ("position", "name"),
    "budget_units": ("region_code", "name"),
    "clauses": ("clause_no", "part_no", "deadline"),
    "empty_levels": ("level1", "repair"),
    "functions": ("parent_code", "level", "name"),
    "given": ("said_by",),
    "grant_totals": ("scope", "region_code", "seq"),
    "grants": (
        *("region_code", "recipient_as_printed", "project_name", "purpose", "transfer_type"),
        "amount_wan",
    ),
    "indicator_targets": (
        *("part_no", "part_relation", "value_type", "comparator", "lower", "upper", "unit"),
        *("basis", "deadline"),
    ),
    "indicators": (
        *("sheet_id", "position", "level1", "level2", "level3", "level3_clean"),
        *("value_as_printed", "repair", "actual_as_printed"),
    ),
    "layout": ("table_no", "annex_no", "position", "confirmed"),
    "notice": (
        *("basis_document_number", "printed_on", "signed_on", "urgency", "title", "title_clean"),
        *("preamble", "fund_name", "total_yuan", "body_total_yuan", "issuer", "addressees"),
        *("body_central_yuan", "body_provincial_yuan"),
        *("copied_to", "printed_by", "phase"),
    ),
    "originals": ("media_type",),
    "policies": ("title", "document_number"),
    "recipients": ("name_clean",),
    "regions": ("region_code", "gb_code"),
    "sheet_policies": (
        *("position", "policy_id", "printed_number"),
        *("title_as_printed", "document_number_as_printed"),
    ),
    "target_sheets": (
        *("region_code", "budget_year", "purpose", "heading", "project_name"),
        *("fund_type", "project_level", "provincial_department", "local_department"),
        *("funding_need_wan", "funding_need_yuan", "overall_goal", "spending_content"),
        *("policy_basis", "repair"),
    ),
    "unplaced": ("annex_no",),
}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    name: (*known, *MORE.get(name, ())) for name, known in KNOWN_BY.items()
}
#: The columns that hold figures, with what a frame takes them for.
FIGURES: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("amount_wan", "total_yuan", "body_total_yuan", "funding_need_wan"),
            *("body_central_yuan", "body_provincial_yuan"),
            *("funding_need_yuan", "lower", "upper"),
        ),
        "Float64",
    ),
    **dict.fromkeys(
        (
            *("budget_year", "part_no", "clause_no", "position", "seq", "printed_number"),
            *("marker_line", "table_no", "row_no"),
        ),
        "Int64",
    ),
    "confirmed": "boolean",
}
_AS_PRINTED = re.compile(r"annex_[0-9]+")


def is_of_family(name: str) -> bool:
    """Whether a notice may have a table of this name: also one that is kept as printed."""
    return name in COLUMNS or _AS_PRINTED.fullmatch(name) is not None


def lacking(resource: Resource) -> tuple[str, ...]:
    """The columns by which a table of this name is known and which this one has not."""
    names = resource.schema.names if resource.schema else ()
    return tuple(name for name in KNOWN_BY.get(resource.name, ()) if name not in names)


def family_tables(package: Package) -> tuple[Resource, ...]:
    """The tables of ``package`` that are tables of the family."""
    return tuple(t for t in package.tables if is_of_family(t.name) and not lacking(t))
