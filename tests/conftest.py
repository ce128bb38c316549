"""Fixtures that several rooms share."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

# Before the command line bars it, for its own speed, from being loaded: pytest's plugin needs it.
import hypothesis  # noqa: F401
import pytest

from fiscal_notice_ckan.portal import Portal, down, up
from kit import copy_package, mini_package
from portal.portal_kit import VERSION, Reader, home_of_tests


def pytest_configure() -> None:
    """Let Ctrl-C reach the processes that tests start: a shell in the background has it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def package_copy(tmp_path: Path) -> Path:
    """A copy of the real package, to be broken."""
    return copy_package(tmp_path / "package")


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """The small invented notice as a package, to be broken."""
    return mini_package(tmp_path / "mini")


@pytest.fixture(scope="session")
def portal_home() -> Iterator[Path]:
    """Where a portal is that only tests use; it is down when they have ended."""
    home = home_of_tests()
    yield home
    down(home)


@pytest.fixture(scope="module")
def portal(portal_home: Path) -> Portal:
    """A real CKAN. Asked for anew by each module, as the tests in tests/portal take it down."""
    return up(VERSION, portal_home)


@pytest.fixture(scope="module")
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
