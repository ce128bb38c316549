"""A descriptor that says of itself all that a portal can be told; a portal that holds a dataset."""

from __future__ import annotations

from typing import Any

from fiscal_notice_ckan.dataset import Dataset, Destination
from fiscal_notice_ckan.datastore_tables import DatastoreTable
from fiscal_notice_ckan.snapshot import Remote

SITE = Destination(url="https://data.example.org", organisation="org", licence="cc-by")
EU = "http://publications.europa.eu/resource/authority"
THEMES = [f"{EU}/data-theme/ECON", f"{EU}/data-theme/GOVE"]
AVAILABLE = f"{EU}/planned-availability/AVAILABLE"
AUTHORITY = "http://purl.org/adms/publishertype/RegionalAuthority"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
#: For ``changes`` of ``release_of``.
FACTS: dict[str, Any] = {
    "description@zh": "两张表。",
    "languages": ["zh-Hans", "en"],
    "theme": THEMES,
    "availability": AVAILABLE,
    "accrualPeriodicity": "R/P1Y",
    "homepage": "https://example.org/notice",
    "spatial": {"text": "虚构省", "uri": "https://example.org/place"},
    "temporal": {"start": "2021-01-01", "end": "2021-12-31"},
    "sources": [{"title": "虚构通知"}],
    "related": [
        {
            "relation": "followedBy",
            "name": "small-follow-up",
            "title": "小通知：后续跟踪",
            "title@en": "A small notice: follow-up",
            "path": "resources/follow-up",
        },
        {"relation": "follows", "name": "other", "path": "https://example.org/other"},
    ],
    "contributors": [
        {"title": "虚构省财政厅", "type": AUTHORITY, "roles": ["creator"]},
        {
            "title": "Invented compilers",
            "email": "compilers@example.org",
            "path": "https://example.org/",
            "type": AUTHORITY,
            "roles": ["publisher"],
        },
    ],
}


def as_shown(dataset: Dataset) -> dict[str, Any]:
    """The dataset as package_show would give it, complete and verified."""
    marks = {
        "fiscal_notice_commit": f"{dataset.digest}:x",
        "fiscal_notice_verified": f"{dataset.digest}:x",
    }
    return {
        **dataset.fields,
        "id": "1",
        "metadata_modified": "2026-01-02T00:00:00",
        "private": False,
        "tags": [{"name": tag} for tag in dataset.tags],
        "extras": [{"key": k, "value": v} for k, v in {**dataset.extras, **marks}.items()],
        "resources": [
            {
                **each.fields,
                "id": each.id,
                "fiscal_notice_view": each.view,
                "fiscal_notice_loaded": each.table.digest if each.table else None,
                "datastore_active": each.table is not None,
            }
            for each in dataset.resources
        ],
    }


def as_told(table: DatastoreTable) -> list[dict[str, Any]]:
    """The columns as datastore_info tells of them."""
    return [
        {
            **each,
            "schema": {"is_index": True, "index_name": "key"} if each["id"] in table.key else {},
        }
        for each in table.columns
    ]


def as_remote(dataset: Dataset, raw: dict[str, Any]) -> Remote:
    """What was read of a portal that shows ``raw``: the files and tables of the dataset."""
    tables = {
        each.id: {"fields": as_told(each.table), "meta": {"count": each.table.rows}}
        for each in dataset.resources
        if each.table
    }
    hashes = {each.name: each.sha256 for each in dataset.resources}
    return Remote(raw=raw, hashes=hashes, tables=tables)
