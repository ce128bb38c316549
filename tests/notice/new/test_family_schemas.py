"""The schemas of one notice are the family's, cut to what it has."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from fiscal_notice.model import Row, Rows
from fiscal_notice.notice.extract.run import extract_tables, vocabulary_of
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from fiscal_notice.notice.extract.words import english_of
from fiscal_notice.notice.table_schemas.fitting import (
    entries,
    family_schema,
    in_order,
    schemas_of,
)
from fiscal_notice.package import read_package, read_records
from kit import ROOT

WORDS = Vocabulary(
    purposes={"甲类": "kind_a", "乙类": "kind_b"},
    transfer_types={"下放市县": "devolved"},
    phases={},
    divisions={},
    functions={},
)


def own() -> tuple[dict[str, Rows], dict[str, dict[str, object]]]:
    """The tables of the repository's own package, and the schemas that the family gives for it."""
    package = read_package(ROOT)
    tables: dict[str, Rows] = dict(extract_tables(package).tables)
    for name in ("errata", "glosses", "gb_divisions", "functional_classification"):
        records = read_records(package, package.require(name))
        tables[name] = [{k: v or None for k, v in record.cells.items()} for record in records]
    return tables, schemas_of(tables, vocabulary_of(package), english_of(package))


def test_the_repositorys_own_schemas_are_the_familys() -> None:
    _, schemas = own()
    for name, schema in schemas.items():
        path = ROOT / "schemas" / f"{name}.json"
        assert json.loads(path.read_text(encoding="utf-8")) == schema, name


def test_the_repositorys_own_resources_are_the_familys() -> None:
    tables, schemas = own()
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    listed = [each for each in descriptor["resources"] if each["name"] != "transcript"]
    assert [each["name"] for each in listed] == in_order(tables)
    for resource in listed:
        schema = schemas[resource["name"]]
        assert resource["path"] == entries()[resource["name"]]["path"]
        for key in ("title", "title@en", "description", "description@zh"):
            assert resource[key] == schema[key]


@pytest.mark.parametrize("name", [name for name in entries() if name != "transcript"])
def test_every_field_speaks_both_languages(name: str) -> None:
    schema = family_schema(name)
    for each in [schema, *schema["fields"]]:
        for key in ("title", "title@en", "description", "description@zh"):
            assert each[key], (name, each["name"], key)
    assert set(schema["primaryKey"]) <= {field["name"] for field in schema["fields"]}


def test_what_a_notice_has_not_is_left_out() -> None:
    notice: Row = {"document_number": "甲财〔2021〕1号", "signed_on": None, "source_line": 1}
    region: Row = {"region_code": "1", "name": "甲市", "gb_code": "110000", "source_line": 2}
    schemas = schemas_of({"notice": [notice], "regions": [region]}, WORDS)
    assert list(schemas) == ["notice", "regions"]
    names = [field["name"] for field in schemas["notice"]["fields"]]
    assert "signed_on" not in names
    assert "budget_year" in names
    # There is no table gb_divisions to refer to.
    assert "foreignKeys" not in schemas["regions"]


def test_a_notice_without_a_number_has_another_key() -> None:
    rows: Rows = [{"document_number": None, "title": "甲", "source_line": 3}]
    schema = schemas_of({"notice": rows}, WORDS)["notice"]
    assert schema["primaryKey"] == ["source_line"]
    number = next(f for f in schema["fields"] if f["name"] == "document_number")
    assert "required" not in number["constraints"]


@pytest.mark.parametrize(
    ("amount", "kind", "minimum"),
    [(5, "integer", 0), (Decimal("5.25"), "number", 0), (-5, "integer", None)],
)
def test_amounts_are_whole_where_all_are_and_may_be_deductions(
    amount: int | Decimal, kind: str, minimum: int | None
) -> None:
    rows: Rows = [{"scope": "all", "label": "合计", "amount_yuan": amount, "source_line": 3}]
    schema = schemas_of({"allocation_totals": rows}, WORDS)["allocation_totals"]
    field = next(f for f in schema["fields"] if f["name"] == "amount_yuan")
    assert field["type"] == kind
    assert field["constraints"].get("minimum") == minimum


def test_purposes_are_those_of_the_notice() -> None:
    grant: Row = {"grant_id": 1, "purpose": "kind_b", "source_line": 4}
    total: Row = {"label": "合计", "kind_b_wan": 4, "source_line": 3}
    schemas = schemas_of({"grants": [grant], "grant_totals": [total]}, WORDS, {"kind_b": "Kind B"})
    purpose = next(f for f in schemas["grants"]["fields"] if f["name"] == "purpose")
    assert purpose["categories"] == [{"value": "kind_b", "label": "乙类", "label@en": "Kind B"}]
    assert purpose["constraints"]["enum"] == ["kind_b"]
    column = next(f for f in schemas["grant_totals"]["fields"] if f["name"] == "kind_b_wan")
    assert (column["title"], column["title@en"]) == ("乙类", "Kind B")


def test_words_that_nobody_foresaw_are_categories_too() -> None:
    row: Row = {"indicator_id": 1, "level1": "投入指标", "level3": "甲", "source_line": 4}
    schema = schemas_of({"indicators": [row]}, WORDS)["indicators"]
    level = next(f for f in schema["fields"] if f["name"] == "level1")
    assert level["categories"][-1] == {"value": "投入指标", "label": "投入指标"}


def test_a_code_that_the_list_lacks_breaks_no_schema() -> None:
    function: Row = {"function_code": "299", "name": None, "level": 1, "source_line": 4}
    known: Row = {"function_code": "201", "name": "一般公共服务支出"}
    tables: dict[str, Rows] = {"functions": [function], "functional_classification": [known]}
    keys = schemas_of(tables, WORDS)["functions"]["foreignKeys"]
    assert [key["reference"]["resource"] for key in keys] == [""]


def test_a_table_that_is_kept_as_printed_has_a_column_for_each() -> None:
    rows: Rows = [{"source_line": 4, "row_no": 1, "column_1": "甲", "column_2": "乙"}]
    schema = schemas_of({"annex_2": rows}, WORDS)["annex_2"]
    assert schema["name"] == "annex_2"
    assert schema["title"] == "附表2"
    names = [field["name"] for field in schema["fields"]]
    assert names == ["source_line", "row_no", "column_1", "column_2"]


def test_descriptions_name_the_annex_in_which_a_table_stands() -> None:
    allocation: Row = {"allocation_id": 1, "source_line": 9}
    tables: dict[str, Rows] = {
        "allocations": [allocation],
        "annexes": [{"annex_no": "3-1", "marker_line": 5, "source_line": 2}],
    }
    schema = schemas_of(tables, WORDS)["allocations"]
    assert schema["description"] == "Annex 3-1, one row per detail line."
    assert schema["description@zh"] == "附件3-1，每条明细一行。"
