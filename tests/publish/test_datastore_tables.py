"""Table Schema → DataStore: columns, dictionary, rows that differ, what is refused. No portal."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from fiscal_notice.package import open_package
from fiscal_notice_ckan.dataset import Dataset
from fiscal_notice_ckan.datastore_tables import fits, same_columns, table_of
from fiscal_notice_ckan.datastore_values import as_text
from fiscal_notice_ckan.difference import chunks, difference, examples, upserts
from fiscal_notice_ckan.mapping import dataset_of
from fiscal_notice_ckan.preflight import files_alone, local_problems
from publish.mapping_kit import (
    SITE,
    as_told,
)
from publish.releases import CITIES, SCHEMA, release_of


def test_rows_are_typed_and_compared_by_value(dataset: Dataset) -> None:
    table = dataset.resources[0].table
    assert table is not None
    assert list(table.records())[1] == {"code": "602", "amount": None, "name": "韶关市"}
    remote = [
        {"_id": 1, "code": "601", "amount": 5, "name": "广州市"},
        {"_id": 2, "code": "602", "amount": 0, "name": "韶关市"},
        {"_id": 3, "code": "999", "amount": 1, "name": "x"},
    ]
    found = difference(table, remote)
    assert found.same == {("601",)}
    assert found.changed == {("602",): 2}
    assert found.stale == ({"_id": 3, "code": "999"},)
    portions = list(chunks(upserts(table, found), rows=1))
    # The new row takes the place of the stale one: nothing is left to be deleted.
    places = [[(each["code"], each.get("_id")) for each in portion] for portion in portions]
    assert places == [[("602", 2)], [("603", 3)]]
    assert not found.left


def test_stale_rows_that_nothing_replaces_are_deleted(dataset: Dataset) -> None:
    table = dataset.resources[0].table
    assert table is not None
    remote = [{"_id": n, "code": str(n), "amount": 1, "name": "x"} for n in range(5)]
    found = difference(table, remote)
    assert [each.get("_id") for each in upserts(table, found)] == [0, 1, 2]
    assert [each["_id"] for each in found.left] == [3, 4]


def test_some_rows_that_came_back_otherwise_are_shown(dataset: Dataset) -> None:
    table = dataset.resources[0].table
    assert table is not None
    remote = [{"_id": 1, "code": "601", "amount": 6, "name": "广州"}]
    lost = ["the row 602 is missing", "the row 603 is missing"]
    told = [list(examples(table, remote, most)) for most in (1, 2, 3, 4, 9)]
    cells = told[1]
    assert [cell.partition(":")[0] for cell in cells] == ["601, amount", "601, name"]
    assert told == [cells[:1], cells, [*cells, lost[0]], [*cells, *lost], [*cells, *lost]]


def test_a_table_changes_in_place_unless_a_type_or_the_key_does(dataset: Dataset) -> None:
    table = dataset.resources[0].table
    assert table is not None
    there = [{"id": "_id", "type": "int"}, *as_told(table)]
    more = [*there, {"id": "gone", "type": "text"}]
    assert fits(table, there)
    assert fits(table, there[:-1])
    assert fits(table, more)
    assert same_columns(table, there)
    assert not same_columns(table, there[:-1])
    assert not same_columns(table, more)
    assert not fits(table, [*there[:2], {**there[2], "type": "text"}])
    assert fits(table, [{**each, "info": {}} for each in there])
    assert not fits(table, [{**each, "schema": {}} for each in there])
    other = [{**each, "schema": {"is_index": True, "index_name": each["id"]}} for each in there[2:]]
    assert fits(table, [*there[:2], *other])
    assert not fits(table, [{**each, "schema": there[1]["schema"]} for each in there])


def test_the_data_dictionary_says_what_codes_mean(tmp_path: Path) -> None:
    codes = [{"value": "award", "label": "奖牌", "label@en": "Award"}, {"value": "x"}]
    fields = [{**SCHEMA["fields"][0], "categories": codes}]
    with open_package(release_of(tmp_path, "codes", schema={**SCHEMA, "fields": fields})) as opened:
        table = dataset_of(opened, next(tmp_path.glob("*.zip")), SITE).resources[0].table
    assert table is not None
    assert table.columns[0]["info"]["notes"] == "代码 Values: award = 奖牌 (Award); x."


def test_equal_values_have_one_text() -> None:
    assert as_text(Decimal("1.50")) == as_text(1.5)
    assert as_text(None) != as_text("")
    assert as_text(True) == "true"


def test_columns_that_the_datastore_refuses(tmp_path: Path) -> None:
    long = "金" * 22
    fields = [{**SCHEMA["fields"][0]}, {"name": "_x", "type": "string"}, {"name": long}]
    schema = {"fields": fields, "primaryKey": [fields[0]["name"]]}
    with open_package(release_of(tmp_path, "bad", schema=schema)) as package:
        problems = "\n".join(local_problems(package))
    assert "takes no leading _" in problems
    assert "longer than 63 bytes" in problems


def test_a_table_without_a_primary_key_is_a_file_alone(tmp_path: Path) -> None:
    schema = {name: value for name, value in SCHEMA.items() if name != "primaryKey"}
    with open_package(release_of(tmp_path, "keyless", schema=schema)) as package:
        table = package.tables[0]
        assert table.schema is not None
        assert not table.schema.primary_key
        assert list(local_problems(package)) == []
        assert table_of(package, table, "0" * 64) is None
        said = list(files_alone(package))
    assert f"table {table.name} has no primary key" in said[0]
    with open_package(release_of(tmp_path, "keyed")) as package:
        assert list(files_alone(package)) == []


def test_a_good_table_has_no_problems(dataset: Dataset) -> None:
    table = dataset.resources[0].table
    assert table is not None
    assert not table.problems
    assert not table.notes
    assert table.rows == len(CITIES)
