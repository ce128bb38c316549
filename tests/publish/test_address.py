"""Addresses and tokens that cannot be one, and a token that goes to its own portal only."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.errors import PublishError
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.target import connect

TOKEN = "secret-token-of-the-test"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x",
        "data.example.org",
        "https://me:pw@example.org",
        "https://",
        "https://a/?b=c",
        "http://[",
        "https://a:99999",
    ],
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(PublishError, match="no address of a portal") as raised:
        Client(url)
    assert "pw" not in str(raised.value)


@pytest.mark.parametrize("token", ["###", "two\nlines of it", "令牌令牌令牌"])
def test_tokens_that_are_none(token: str) -> None:
    with pytest.raises(PublishError, match="token is none") as raised:
        Client("https://example.org", token)
    assert token not in str(raised.value)


def test_a_token_does_not_travel_readable_unless_allowed() -> None:
    with pytest.raises(PublishError, match="readable for anyone") as raised:
        Client("http://data.example.org", TOKEN)
    assert TOKEN not in str(raised.value)
    assert "CKAN_PLAIN_HTTP" in str(raised.value)
    assert Client("http://data.example.org", TOKEN, plain_http=True).url
    assert Client("http://data.example.org").url
    assert Client("https://data.example.org", TOKEN).url
    assert Client("http://localhost:5000", TOKEN).url


@pytest.mark.parametrize(
    ("url", "variables", "fine"),
    [
        ("https://a.example.org", {"CKAN_TOKEN": TOKEN}, True),
        (
            "https://a.example.org",
            {"CKAN_TOKEN": TOKEN, "CKAN_URL": "https://a.example.org/"},
            True,
        ),
        (
            "https://b.example.org",
            {"CKAN_TOKEN": TOKEN, "CKAN_URL": "https://a.example.org"},
            False,
        ),
        ("http://a.example.org", {"CKAN_TOKEN": TOKEN, "CKAN_URL": "https://a.example.org"}, False),
        (None, {"CKAN_TOKEN": TOKEN, "CKAN_URL": "https://a.example.org"}, True),
        (None, {"CKAN_TOKEN": TOKEN, "CKAN_URL": "http://a.example.org"}, False),
    ],
)
def test_a_token_goes_to_its_own_portal_only(
    tmp_path: Path, url: str | None, variables: dict[str, str], fine: bool
) -> None:
    environment = {**variables, "FISCAL_NOTICE_STATE": str(tmp_path)}

    def ask() -> str:
        pytest.fail("there is a token")

    expected: AbstractContextManager[Any] = nullcontext() if fine else pytest.raises(PublishError)
    with expected as raised:
        connect(url, None, environment, ask, print)
    assert raised is None or TOKEN not in str(raised.value)
