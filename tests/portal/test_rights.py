"""Who may do what on the portal: anonymous, and the publisher, who is an editor and no more."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fiscal_notice_ckan.portal import Portal
    from portal.portal_kit import Caller


def test_publisher_is_editor_of_the_organisation_and_no_sysadmin(
    portal: Portal, editor: Caller
) -> None:
    assert editor.act("user_show", id=portal.publisher)["sysadmin"] is False
    organisations = editor.act("organization_list_for_user")
    assert [(each["name"], each["capacity"]) for each in organisations] == [
        (portal.organisation, "editor")
    ]


def test_publisher_may_not_make_organisations_or_users(editor: Caller) -> None:
    assert editor.post("organization_create", name="another").status_code == 403
    account = {"name": "someone", "email": "someone@example.org", "password": "long-enough-1"}
    assert editor.post("user_create", **account).status_code == 403


def test_anonymous_may_not_write(portal: Portal, anyone: Caller) -> None:
    response = anyone.post("package_create", name="refused", owner_org=portal.organisation)
    assert response.status_code == 403


def test_private_dataset_is_hidden_until_public(
    editor: Caller, anyone: Caller, dataset: dict[str, Any]
) -> None:
    assert editor.act("package_show", id=dataset["name"])["private"] is True
    assert anyone.post("package_show", id=dataset["name"]).status_code == 403
    editor.act("package_patch", id=dataset["id"], private=False)
    assert anyone.act("package_show", id=dataset["name"])["title"] == dataset["title"]


def test_token_is_for_the_owner_only(portal: Portal) -> None:
    assert stat.S_IMODE(portal.token_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(portal.token_file.parent.stat().st_mode) == 0o700
    assert portal.read_token() not in repr(portal)


def test_secrets_are_in_no_log(portal: Portal) -> None:
    kept = json.loads((portal.token_file.parent / "credentials.json").read_text())
    secrets = [portal.read_token(), *kept.values()]
    assert len(secrets) == 6
    for log in (portal.home / "logs").iterdir():
        text = log.read_text(errors="replace")
        assert not [secret for secret in secrets if secret in text], log.name
