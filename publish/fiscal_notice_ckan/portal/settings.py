"""CKAN's settings and the portal's passwords and keys: random for each home, never shown."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from fiscal_notice.errors import PublishError
from fiscal_notice_ckan.dataset import CLAIM, COMMIT, VERIFIED

from .home import Home, write_whole

if TYPE_CHECKING:
    from pathlib import Path

_PLUGINS = "activity datastore text_view datatables_view image_view postgres_search"
# CKAN's own pages are wider than a phone where a value is long, have the sidebar before the data on
# it, and a picture of the notes alone on the width of a screen. docs/publishing.md offers the same.
_CSS = (
    ".additional-info table{table-layout:fixed;width:100%}.additional-info th{width:34%}"
    ".additional-info :is(th,td),.notes,.secondary,.resource-list{overflow-wrap:anywhere}"
    ".notes img{max-width:100%;height:auto}"
    "@media(max-width:767px){.site-footer .row{margin:0}"
    ".wrapper{display:flex;flex-direction:column;margin:0}"
    ".wrapper>.secondary{order:2;width:100%}.wrapper>.primary{order:1;width:100%}}"
    "@media(min-width:992px){.notes img{float:right;width:50%;margin:0 0 1rem 1.5rem}}"
)
_EXTENSIONS = "dcat dcat_json_interface structured_data scheming_datasets xloader"


def _random() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """The secrets of one home: database passwords by role, and the keys CKAN signs with."""

    postgres: str = field(default_factory=_random, repr=False)
    ckan: str = field(default_factory=_random, repr=False)
    ckan_read: str = field(default_factory=_random, repr=False)
    session_key: str = field(default_factory=_random, repr=False)
    token_key: str = field(default_factory=_random, repr=False)


def credentials(home: Home) -> Credentials:
    """Return the secrets of a home, made when first asked for.

    Raises PublishError if they are gone while the database that needs them is there.
    """
    if not home.credentials.exists():
        if home.database.exists():
            raise PublishError(
                "the portal's passwords are gone, so its database cannot be opened",
                file=home.credentials,
                hint=f"remove {home.root} to begin again with an empty portal",
            )
        write_whole(home.credentials, json.dumps(asdict(Credentials())))
    return Credentials(**json.loads(home.credentials.read_text(encoding="utf-8")))


def ini(home: Home, keys: Credentials, port: int, max_upload_mb: int) -> str:
    """Write CKAN's settings: an address on ``port``, uploads of ``max_upload_mb`` megabytes."""
    options = _site(home, port) | _stores(home) | _limits(max_upload_mb)
    if home.extended:
        options |= _extensions(home)
    options |= {
        "SECRET_KEY": keys.session_key,
        "WTF_CSRF_SECRET_KEY": keys.session_key,
        "api_token.jwt.encode.secret": f"string:{keys.token_key}",
        "api_token.jwt.decode.secret": f"string:{keys.token_key}",
    }
    rows = [f"{name} = {value.replace('%', '%%')}" for name, value in options.items()]
    return "\n".join(["[app:main]", *rows, ""])


def passfile(keys: Credentials) -> str:
    """Write the passwords of CKAN's database roles as PostgreSQL's clients read them."""
    return f"*:*:*:ckan:{keys.ckan}\n*:*:*:ckan_read:{keys.ckan_read}\n"


def _site(home: Home, port: int) -> dict[str, str]:
    return {
        "use": "egg:ckan",
        "debug": "false",
        "ckan.site_id": "local",
        "ckan.site_url": site_url(port),
        "ckan.site_title": "Local portal",
        "ckan.site_custom_css": _CSS,
        "ckan.locales_offered": "en zh_Hans_CN",
        "ckan.plugins": _PLUGINS,
        # The publisher's own marks are in every extra's table otherwise; the API still has them.
        "package_hide_extras": f"{COMMIT} {VERIFIED} {CLAIM}",
        # Without SVG the staff's own pages would not offer to preview one.
        "ckan.preview.image_formats": "png jpeg jpg gif svg",
        "ckan.views.default_views": "text_view datatables_view",
        "ckan.storage_path": str(home.storage),
        # CKAN demands the address of a Solr; the plugin postgres_search never asks it.
        "solr_url": "http://127.0.0.1:9/solr/ckan",
    }


def _stores(home: Home) -> dict[str, str]:
    return {
        # Host and password come from the environment (PGHOST, PGPASSFILE): CKAN quotes these
        # addresses in its error messages, and Alembic cannot read one with a quoted path.
        "sqlalchemy.url": "postgresql://ckan@/ckan",
        "ckan.datastore.write_url": "postgresql://ckan@/datastore",
        "ckan.datastore.read_url": "postgresql://ckan_read@/datastore",
        "ckan.redis.url": f"unix://{quote(str(redis_socket(home)))}?db=0",
    }


def _extensions(home: Home) -> dict[str, str]:
    """Say what the extensions need: a schema for datasets, and a database and token for jobs."""
    token = home.worker_token
    return {
        "ckan.plugins": f"{_PLUGINS} {_EXTENSIONS}",
        "scheming.dataset_schemas": "ckanext.dcat.schemas:dcat_ap_full.yaml",
        "scheming.presets": "ckanext.scheming:presets.json ckanext.dcat.schemas:presets.yaml",
        "ckanext.dcat.rdf.profiles": "euro_dcat_ap_3 title_in_english",
        "ckanext.xloader.jobs_db.uri": "postgresql://ckan@/ckan",
        # Until the portal is filled there is none, and nothing that needs it.
        "ckanext.xloader.api_token": (
            token.read_text(encoding="utf-8").strip() if token.exists() else "NOT_SET"
        ),
    }


def _limits(max_upload_mb: int) -> dict[str, str]:
    return {
        "ckan.max_resource_size": str(max_upload_mb),
        "ckan.auth.create_user_via_web": "false",
        "ckan.auth.create_user_via_api": "false",
        # Left alone, CKAN lets every account make organisations and groups.
        "ckan.auth.user_create_organizations": "false",
        "ckan.auth.user_create_groups": "false",
    }


def redis_socket(home: Home) -> Path:
    """Return where Redis listens: no TCP port, so nobody else on the machine can reach it."""
    return home.sockets / "redis.sock"


def site_url(port: int) -> str:
    """Return the portal's web address, on the loopback interface only."""
    return f"http://127.0.0.1:{port}"
