"""A notice with its invented follow-up beside it, and their sites, built once."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_kit import HtmlPage, read_pages

from fiscal_notice.site import make_site
from follow.pages.followed import Followed, make_followed, site_of_both


@pytest.fixture(scope="session")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """The notice of the repository, and what two thirds of its cities made up."""
    return make_followed(tmp_path_factory.mktemp("followed"))


@pytest.fixture(scope="session")
def site(followed: Followed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the notice with the pages of its follow-up."""
    return site_of_both(followed, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, HtmlPage]:
    return read_pages(site)


@pytest.fixture(scope="session")
def own_site(followed: Followed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the follow-up by itself."""
    return make_site(followed.follow_up, followed.report, tmp_path_factory.mktemp("own")).out


@pytest.fixture(scope="session")
def own_pages(own_site: Path) -> dict[str, HtmlPage]:
    return read_pages(own_site)
