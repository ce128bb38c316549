"""Which portal, which account: from options and environment, or the portal on this machine."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from fiscal_notice.errors import PublishError
from fiscal_notice_ckan.address import checked_url
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.journal import Journal, default_state, opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where to publish: a portal seen by an account, an organisation, a folder for the journal.

    ``rehearsal`` says that it is the portal on this machine, where nobody relies on a release.
    """

    client: Client
    state: Path
    organisation: str | None = None
    rehearsal: bool = False

    def journal(self, dataset: str) -> AbstractContextManager[Journal]:
        """The journal of a dataset on this portal, for a run that begins now; see ``opened``."""
        return opened(self.state, self.client.url, dataset, secrets.token_hex(4))


def connect(
    url: str | None,
    organisation: str | None,
    environment: Mapping[str, str],
    ask: Callable[[], str],
    say: Callable[[str], None],
) -> Target:
    """The portal at ``url`` or CKAN_URL; without either the local one, started if need be.

    The token is CKAN_TOKEN or what ``ask`` gives; the local portal keeps its own in a file.
    Raises PublishError for an address or a token that cannot be one, or that don't go together.
    """
    address = url or environment.get("CKAN_URL")
    organisation = organisation or environment.get("CKAN_ORGANISATION")
    state = default_state(environment)
    if address:
        token = token_for(address, environment) or ask()
        client = Client(address, token, plain_http=environment.get("CKAN_PLAIN_HTTP") == "1")
        return Target(client=client, state=state, organisation=organisation)
    from fiscal_notice_ckan.portal import up  # noqa: PLC0415  only here is a portal run

    portal = up(progress=say)
    token = portal.token_file.read_text(encoding="utf-8")
    return Target(
        client=Client(portal.url, token),
        state=state,
        organisation=organisation or portal.organisation,
        rehearsal=True,
    )


def token_for(address: str, environment: Mapping[str, str]) -> str | None:
    """CKAN_TOKEN, if there is one; PublishError if CKAN_URL says that it is another portal's."""
    token, its = environment.get("CKAN_TOKEN"), environment.get("CKAN_URL")
    if token and its and _place(address) != _place(its):
        raise PublishError(
            "CKAN_TOKEN is for the portal that CKAN_URL names, and this is another",
            found=address,
            expected=its,
            hint="unset CKAN_TOKEN to be asked for a token, or CKAN_URL if the token is for --url",
        )
    return token


def _place(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(checked_url(address))
    return parts.scheme, parts.hostname, parts.port
