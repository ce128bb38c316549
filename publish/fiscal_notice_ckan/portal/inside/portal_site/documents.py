"""One search document per dataset, read from the portal's own PostgreSQL tables.

There is no index to go stale: every search reads what is there, which suits the few thousand
datasets at most that a portal on one machine holds.
"""

# CKAN lives in the portal's virtual environment only, so its types are unknown here.
# mypy: disable-error-code="import-not-found, import-untyped, no-any-return"

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy
from ckan import model
from ckan.common import config
from ckan.lib import plugins as lib_plugins
from ckan.logic import get_action

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SQL = sqlalchemy.text("""
    SELECT p.id, o.name AS organization, o.title AS organization_title,
      ARRAY(SELECT t.name FROM package_tag pt JOIN tag t ON t.id = pt.tag_id
            WHERE pt.package_id = p.id AND pt.state = 'active' AND t.vocabulary_id IS NULL
            ORDER BY t.name) AS tags,
      ARRAY(SELECT g.name FROM member m JOIN "group" g ON g.id = m.group_id
            WHERE m.table_name = 'package' AND m.table_id = p.id AND m.state = 'active'
              AND g.state = 'active' AND NOT g.is_organization ORDER BY g.name) AS groups,
      (SELECT json_agg(json_build_object('name', r.name, 'description', r.description,
              'format', r.format, 'url', r.url) ORDER BY r.position)
       FROM resource r WHERE r.package_id = p.id AND r.state = 'active')::text AS resources
    FROM package p LEFT JOIN "group" o ON o.id = p.owner_org AND o.state = 'active'
""")
_OWN_FIELDS = (
    "id",
    "name",
    "title",
    "notes",
    "url",
    "author",
    "maintainer",
    "version",
    "license_id",
    "state",
    "type",
    "owner_org",
    "creator_user_id",
)


def all_documents(permission_labels: Iterable[str] | None) -> Iterator[dict[str, Any]]:
    """Give a document per dataset that someone with these labels may see; None sees all."""
    linked = {row.id: row for row in model.Session.execute(_SQL)}
    allowed = None if permission_labels is None else set(permission_labels)
    labels = lib_plugins.get_permission_labels()
    for package in model.Session.query(model.Package):
        if allowed is not None and allowed.isdisjoint(labels.get_dataset_labels(package)):
            continue
        yield _document(package, linked[package.id])


def _document(package: Any, linked: Any) -> dict[str, Any]:
    resources = json.loads(linked.resources or "[]")
    document: dict[str, Any] = _extras(package)
    document |= {name: getattr(package, name) for name in _OWN_FIELDS}
    document |= {f"res_{name}": _each(resources, name) for name in ("name", "description", "url")}
    document |= {
        "title_string": package.title,
        "res_format": sorted(set(_each(resources, "format"))),
        "organization": linked.organization,
        "tags": list(linked.tags),
        "groups": list(linked.groups),
        "license": package.license.title if package.license else None,
        "capacity": "private" if package.private else "public",
        "private": str(bool(package.private)).lower(),
        "dataset_type": package.type,
        "entity_type": "package",
        "site_id": config.get("ckan.site_id"),
        "metadata_created": f"{package.metadata_created.isoformat()}Z",
        "metadata_modified": f"{package.metadata_modified.isoformat()}Z",
    }
    return document | {"text": _running_text(document, linked.organization_title)}


def _extras(package: Any) -> dict[str, Any]:
    extras = dict(package.extras or {})
    return extras | {f"extras_{key}": value for key, value in extras.items()}


def _each(resources: list[dict[str, Any]], name: str) -> list[str]:
    return [resource[name] for resource in resources if resource.get(name)]


def _running_text(document: dict[str, Any], organization_title: str | None) -> str:
    """Everything a word may be found in, a line for each value so that no match spans two."""
    parts = [document[name] for name in ("name", "title", "notes", "author", "maintainer")]
    for name in ("tags", "groups", "res_name", "res_description"):
        parts.extend(document[name])
    extras = [value for key, value in document.items() if key.startswith("extras_")]
    return "\n".join(str(part) for part in [*parts, organization_title, *extras] if part)


def package_json(package_id: str, *, default_schema: bool) -> str:
    """Return what ``package_show`` gives, as the JSON text that Solr would have kept."""
    context = {"ignore_auth": True, "use_cache": False}
    wanted = {"id": package_id, "use_default_schema": default_schema}
    return json.dumps(get_action("package_show")(context, wanted))
