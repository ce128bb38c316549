"""Fill an empty portal: databases, tables, organisation, publisher account and its API token.

Reads its orders as one JSON object on standard input, so that no secret stands in a command line:
``ini``, ``socket_folder``, ``passwords`` by role, ``organisation`` (name, title), ``publisher``,
``token_file``, ``worker_token_file`` (None where no jobs need one) and ``fresh``. With ``fresh``
the databases are made anew, whatever was there; else only new tokens are written.
"""

# CKAN lives in the portal's virtual environment only, so its types are unknown here.
# mypy: disable-error-code="import-not-found, import-untyped"

from __future__ import annotations

import json
import os
import secrets
import sys
import traceback
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
from ckan import model
from ckan.cli.db import upgrade
from ckan.logic import get_action
from ckanext.datastore.cli import permissions_sql
from psycopg2 import sql

OWNER, READER = "ckan", "ckan_read"
DATABASES = ("ckan", "datastore")
TOKEN_NAME = "fiscal-notice"  # noqa: S105 - the token's name, not its value


def main() -> None:
    """Carry out the orders on standard input; what goes wrong is told without any password."""
    orders = json.load(sys.stdin)
    try:
        provision(orders)
    except Exception:
        told = traceback.format_exc()
        for secret in orders["passwords"].values():
            told = told.replace(secret, "***")
        sys.exit(told)


def provision(orders: dict[str, Any]) -> None:
    """Make what the orders ask for."""
    if orders["fresh"]:
        make_databases(orders)
    os.environ["CKAN_INI"] = orders["ini"]
    # Loading CKAN connects to its databases: they have to be there first.
    from .wsgi import application  # noqa: PLC0415

    if orders["fresh"]:
        upgrade.main(args=[], standalone_mode=False)
    with application._wsgi_app.test_request_context():  # noqa: SLF001
        fill(orders)


def make_databases(orders: dict[str, Any]) -> None:
    """Make roles and empty databases, dropping what an interrupted start left behind."""
    _execute(orders, "postgres", *_make_statements(orders["passwords"]))
    permissions = permissions_sql("ckan", "datastore", OWNER, OWNER, READER)
    script = "\n".join(
        line for line in permissions.splitlines() if not line.startswith(r"\connect")
    )
    _execute(orders, "datastore", sql.SQL(script))


def _make_statements(passwords: dict[str, str]) -> list[sql.Composable]:
    statements: list[sql.Composable] = [
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        for name in DATABASES
    ]
    for role in (OWNER, READER):
        names = sql.Identifier(role), sql.Literal(passwords[role])
        statements.append(sql.SQL("DROP ROLE IF EXISTS {}").format(names[0]))
        statements.append(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(*names))
    create = sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0")
    statements += [create.format(sql.Identifier(name), sql.Identifier(OWNER)) for name in DATABASES]
    return statements


def _execute(orders: dict[str, Any], database: str, *statements: sql.Composable) -> None:
    account = {"user": "postgres", "password": orders["passwords"]["postgres"]}
    address = {"host": orders["socket_folder"], "dbname": database}
    with closing(psycopg2.connect(**account, **address)) as connection:
        connection.autocommit = True  # databases cannot be made inside a transaction
        for statement in statements:
            with connection.cursor() as cursor:
                cursor.execute(statement)


def fill(orders: dict[str, Any]) -> None:
    """Make the organisation and the account of its editor, then write the tokens."""
    publisher, organisation = orders["publisher"], orders["organisation"]
    if orders["fresh"]:
        _act("user_create", _account(publisher))
        _act("organization_create", organisation)
        member = {"id": organisation["name"], "username": publisher, "role": "editor"}
        _act("organization_member_create", member)
    _new_token(publisher, Path(orders["token_file"]))
    if orders["worker_token_file"]:
        _new_token(_site_user(), Path(orders["worker_token_file"]))


def _new_token(user: str, file: Path) -> None:
    for old in _act("api_token_list", {"user_id": user}):
        if old["name"] == TOKEN_NAME:
            _act("api_token_revoke", {"jti": old["id"]})
    token = _act("api_token_create", {"user": user, "name": TOKEN_NAME})["token"]
    write_secret(file, f"{token}\n")


def _account(publisher: str) -> dict[str, str]:
    """Return an account that signs in by token only, so that nobody knows its password."""
    email = f"{publisher}@example.org"
    return {"name": publisher, "email": email, "password": secrets.token_urlsafe(32)}


def _site_user() -> str:
    return str(get_action("get_site_user")({"ignore_auth": True}, {})["name"])


def _act(name: str, data: dict[str, Any]) -> Any:
    context = {"model": model, "user": _site_user(), "ignore_auth": True}
    return get_action(name)(context, data)


def write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.rename(path)


if __name__ == "__main__":
    main()
