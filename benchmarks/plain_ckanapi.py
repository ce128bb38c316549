"""What people write when they publish a data package with ckanapi: upload everything, every time.

Used by benchmarks/publishing.py; ``python plain_ckanapi.py FOLDER`` with CKAN_URL and CKAN_TOKEN.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from ckanapi import NotFound, RemoteCKAN


def publish(portal: RemoteCKAN, folder: Path) -> None:
    """Create or update the dataset, then every resource and the descriptor."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    there = dataset(portal, descriptor)
    ids = {each["name"]: each["id"] for each in there["resources"]}
    paths = {each["name"]: each["path"] for each in descriptor["resources"]}
    for name, path in {**paths, "datapackage.json": "datapackage.json"}.items():
        upload(portal, there["id"], ids.get(name), name, folder / path)


def dataset(portal: RemoteCKAN, descriptor: dict[str, Any]) -> dict[str, Any]:
    """The dataset with the descriptor's metadata, made if it is not there."""
    fields = {
        "title": descriptor["title"],
        "notes": descriptor["description"],
        "version": descriptor["version"],
        "license_id": "cc-by",
        "tags": [{"name": word} for word in descriptor["keywords"]],
    }
    name = descriptor["name"]
    try:
        there = portal.action.package_show(id=name)
    except NotFound:
        owner = descriptor["owner_org"]
        created: dict[str, Any] = portal.action.package_create(name=name, owner_org=owner, **fields)
        return created
    updated: dict[str, Any] = portal.action.package_update(**{**there, **fields})
    return updated


def upload(portal: RemoteCKAN, package: str, resource: str | None, name: str, path: Path) -> None:
    """Upload one file as a new resource, or over the one that is there."""
    fields = {"name": name, "format": path.suffix.lstrip(".").upper()}
    with path.open("rb") as file:
        if resource is None:
            portal.action.resource_create(package_id=package, upload=file, **fields)
        else:
            portal.action.resource_update(id=resource, upload=file, **fields)


if __name__ == "__main__":
    with RemoteCKAN(os.environ["CKAN_URL"], apikey=os.environ["CKAN_TOKEN"]) as remote:
        publish(remote, Path(sys.argv[1]))
