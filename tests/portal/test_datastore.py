"""Uploads and the DataStore on the real portal, as an editor uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import requests

from portal.portal_kit import logged

if TYPE_CHECKING:
    from fiscal_notice_ckan.portal import Portal
    from portal.portal_kit import Caller


def test_typed_table_with_primary_key_and_chinese_labels(
    editor: Caller, anyone: Caller, dataset: dict[str, Any]
) -> None:
    fields = [
        {"id": "grant_id", "type": "int", "info": {"label": "编号"}},
        {"id": "amount_yuan", "type": "bigint", "info": {"label": "金额（元）"}},
    ]
    table = editor.act(
        "datastore_create",
        resource={"package_id": dataset["id"], "name": "grants"},
        fields=fields,
        primary_key=["grant_id"],
        records=[{"grant_id": 1, "amount_yuan": 500_000}],
    )["resource_id"]
    changed = [{"grant_id": 1, "amount_yuan": 600_000}]
    editor.act("datastore_upsert", resource_id=table, records=changed, force=True)

    held = editor.act("datastore_search", resource_id=table)
    assert [(row["grant_id"], row["amount_yuan"]) for row in held["records"]] == [(1, 600_000)]
    labels = {each["id"]: each["info"]["label"] for each in held["fields"] if "info" in each}
    assert labels == {"grant_id": "编号", "amount_yuan": "金额（元）"}
    assert anyone.post("datastore_search", resource_id=table).status_code == 403


def test_upload_comes_back_whole_and_is_logged(
    portal: Portal, editor: Caller, dataset: dict[str, Any]
) -> None:
    content = "编号,金额\n1,500000\n".encode() * 1000
    response = requests.post(
        f"{portal.url}/api/3/action/resource_create?for={dataset['name']}",
        data={"package_id": dataset["id"], "name": "grants", "format": "CSV"},
        files={"upload": ("grants.csv", content)},
        headers={"Authorization": str(editor.token)},
        timeout=60,
    )
    headers = {"Authorization": str(editor.token)}
    address = response.json()["result"]["url"]
    assert requests.get(address, headers=headers, timeout=60).content == content
    assert requests.get(address, timeout=60).status_code != 200

    uploads = logged(portal.access_log, f"/resource_create?for={dataset['name']}")
    assert [(each.method, each.status) for each in uploads] == [("POST", 200)]
    assert uploads[0].bytes_received > len(content)
