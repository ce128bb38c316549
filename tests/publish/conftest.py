"""A real CKAN for the whole session, and the publisher set up against it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.portal import Portal, down, up
from fiscal_notice_ckan.portal.home import default_root
from fiscal_notice_ckan.publishing import Options, Published, publish
from fiscal_notice_ckan.target import Target
from portal_support import Reader

VERSION = os.environ.get("FISCAL_NOTICE_TEST_CKAN", "2.12")
Publish = Callable[..., Published]


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """Not the user's own portal: one whose home only tests use."""
    usual = default_root(VERSION, os.environ, as_root=os.geteuid() == 0)
    home = usual.with_name(f"{usual.name}-tests")
    yield up(VERSION, home)
    down(home)


@pytest.fixture(scope="session")
def token(portal: Portal) -> str:
    return portal.token_file.read_text(encoding="utf-8").strip()


@pytest.fixture
def visitor(portal: Portal) -> Reader:
    return Reader(url=portal.url)


@pytest.fixture
def editor(portal: Portal, token: str) -> Reader:
    return Reader(url=portal.url, token=token)


@pytest.fixture
def target(portal: Portal, token: str, tmp_path: Path) -> Target:
    return Target(
        client=Client(portal.url, token, pauses=(0.1, 0.2, 0.4)),
        state=tmp_path / "state",
        organisation=portal.organisation,
    )


@pytest.fixture
def run(target: Target) -> Publish:
    def go(archive: Path, **options: bool) -> Published:
        return publish(archive, target, Options(**options))

    return go
