"""A real CKAN portal for the tests of this room, kept between runs in a home of its own."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from fiscal_notice_ckan.portal import Portal, down, up
from portal.portal_kit import VERSION, Caller, home_of_tests

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def caller() -> type[Caller]:
    return Caller


@pytest.fixture
def folder() -> Iterator[Path]:
    """The place of a new home, in a folder that other accounts may enter, as root's needs it.

    Not in pytest's own folder: each run of pytest, so also one beside this, closes that to others.
    """
    with TemporaryDirectory() as made:
        Path(made).chmod(0o711)
        yield Path(made) / "home"


@pytest.fixture(scope="session")
def portal_home() -> Iterator[Path]:
    """Not the home of the user's own portal: tests kill this one and empty it."""
    home = home_of_tests()
    down(home)
    (home / "filled").unlink(missing_ok=True)  # so that the portal is filled anew, and is empty
    yield home
    down(home)


@pytest.fixture
def portal(portal_home: Path) -> Portal:
    return up(VERSION, portal_home)


@pytest.fixture
def editor(portal: Portal) -> Caller:
    return Caller(portal.url, portal.read_token())


@pytest.fixture
def anyone(portal: Portal) -> Caller:
    return Caller(portal.url)


@pytest.fixture
def dataset(portal: Portal, editor: Caller) -> Iterator[dict[str, Any]]:
    """A private dataset with a Chinese title that no other test uses."""
    mark = uuid4().hex[:12]
    made = editor.act(
        "package_create",
        name=f"notice-{mark}",
        title=f"省级知识产权专项资金{mark}",
        notes="奖牌、戴帽和下放市县的资金分配",
        tags=[{"name": "专利奖励"}, {"name": mark}],
        license_id="cc-by",
        owner_org=portal.organisation,
        private=True,
        extras=[{"key": "document_number", "value": f"粤财工〔2020〕{mark}号"}],
    )
    yield made
    editor.post("package_delete", id=made["id"])
