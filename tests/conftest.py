"""Fixtures that several rooms share."""

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
from kit import copy_package, mini_package
from portal_kit import VERSION
from portal_support import Reader


@pytest.fixture
def package_copy(tmp_path: Path) -> Path:
    """A copy of the real package, to be broken."""
    return copy_package(tmp_path / "package")


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """The small invented notice as a package, to be broken."""
    return mini_package(tmp_path / "mini")


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """A real CKAN; not the user's own: one whose home only tests use."""
    usual = default_root(VERSION, os.environ, as_root=os.geteuid() == 0)
    home = usual.with_name(f"{usual.name}-tests")
    yield up(VERSION, home)
    down(home)


@pytest.fixture(scope="session")
def token(portal: Portal) -> str:
    """The token of an editor of the portal's organisation."""
    return portal.read_token()


@pytest.fixture
def visitor(portal: Portal) -> Reader:
    """Anyone, without an account."""
    return Reader(url=portal.url)


@pytest.fixture
def editor(portal: Portal, token: str) -> Reader:
    """The account that publishes."""
    return Reader(url=portal.url, token=token)


@pytest.fixture
def target(portal: Portal, token: str, tmp_path: Path) -> Target:
    """Where the tests publish to; a journal of its own."""
    return Target(
        client=Client(portal.url, token, pauses=(0.1, 0.2, 0.4)),
        state=tmp_path / "state",
        organisation=portal.organisation,
    )


@pytest.fixture
def run(target: Target) -> Callable[..., Published]:
    """Publish an archive, with options by name."""

    def go(archive: Path, **options: bool) -> Published:
        return publish(archive, target, Options(**options))

    return go
