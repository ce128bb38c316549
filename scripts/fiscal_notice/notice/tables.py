"""The tables of a notice of the family: by which columns they are told from tables of that name.

Rules are for these tables alone. Any other package may have a table called ``regions`` or
``notice``, of any size; nothing of it is read for rules, and no table library is imported.
"""

from __future__ import annotations

from collections.abc import Mapping

from fiscal_notice.package import Package, Resource

#: The columns that rules read, and what tables are made from, by table.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "allocation_totals": ("scope", "region_code", "label", "amount_yuan"),
    "allocations": (
        *("allocation_id", "unit_code", "function_code", "function_name"),
        *("project_name", "transfer_type", "amount_yuan"),
    ),
    "annexes": ("annex_no", "title", "heading", "unit", "marker_line"),
    "budget_units": ("unit_code", "region_code", "name"),
    "clauses": ("clause_no", "part_no", "text"),
    "empty_levels": ("level1", "level2", "repair"),
    "errata": (
        *("erratum_id", "rule_id", "resource", "key", "field", "printed", "expected"),
        *("source_line", "explanation_zh", "explanation_en"),
    ),
    "field_lines": ("resource", "key", "field", "source_line"),
    "functional_classification": ("function_code", "name"),
    "functions": ("function_code", "parent_code", "level", "name"),
    "gb_divisions": ("gb_code", "name"),
    "grant_recipients": ("grant_id", "recipient_id"),
    "grant_totals": ("scope", "region_code", "seq", "label"),
    "grants": (
        *("grant_id", "region_code", "recipient_as_printed", "project_name"),
        *("purpose", "transfer_type", "amount_wan", "amount_yuan"),
    ),
    "indicator_targets": (
        *("indicator_id", "part_no", "part_relation", "value_type", "comparator"),
        *("lower", "upper", "unit", "basis", "deadline", "parse_status"),
    ),
    "indicators": (
        *("indicator_id", "sheet_id", "position", "level1", "level2", "level3"),
        *("level3_clean", "value_as_printed", "repair"),
    ),
    "notice": (
        *("document_number", "basis_document_number", "budget_year", "printed_on", "urgency"),
        *("title", "title_clean", "preamble", "fund_name", "total_yuan"),
    ),
    "policies": ("policy_id", "title", "document_number"),
    "recipients": ("recipient_id", "name", "name_clean"),
    "regions": ("region_code", "name", "gb_code"),
    "sheet_policies": (
        *("sheet_id", "position", "policy_id", "printed_number"),
        *("title_as_printed", "document_number_as_printed"),
    ),
    "target_sheets": (
        *("sheet_id", "region_code", "budget_year", "purpose", "heading", "project_name"),
        *("fund_type", "project_level", "provincial_department", "local_department"),
        *("funding_need_wan", "funding_need_yuan", "overall_goal", "spending_content"),
        *("policy_basis", "repair"),
    ),
}


def lacking(resource: Resource) -> tuple[str, ...]:
    """The columns that a table of the family with this name would have and this one has not."""
    names = resource.schema.names if resource.schema else ()
    return tuple(name for name in COLUMNS.get(resource.name, ()) if name not in names)


def family_tables(package: Package) -> tuple[Resource, ...]:
    """The tables of ``package`` that are tables of the family."""
    return tuple(t for t in package.tables if t.name in COLUMNS and not lacking(t))
