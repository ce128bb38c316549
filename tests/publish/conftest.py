"""A dataset that no other test uses, its releases, and ways to publish them to the real portal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from fiscal_notice.package import Package, open_package
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.dataset import Dataset
from fiscal_notice_ckan.mapping import dataset_of
from fiscal_notice_ckan.portal import Portal
from fiscal_notice_ckan.publishing import Published, PublishOptions, publish
from fiscal_notice_ckan.target import Target
from publish.mapping_kit import SITE
from publish.publisher_kit import Interfered, Publish, Release
from publish.releases import fresh_name, release_of


@pytest.fixture
def target(portal: Portal, token: str, tmp_path: Path) -> Target:
    """Where the tests publish to; a journal of its own."""
    return Target(
        client=Client(portal.url, token, pauses=(0.1, 0.2, 0.4)),
        state=tmp_path / "state",
        organisation=portal.organisation,
    )


@pytest.fixture
def elsewhere(target: Target, tmp_path: Path) -> Target:
    """The same portal from another machine, which has a journal of its own."""
    return replace(target, state=tmp_path / "elsewhere")


@pytest.fixture
def run(target: Target) -> Publish:
    """Publish an archive, with options by name; without extras unless they are asked for."""

    def go(archive: Path, **options: bool) -> Published:
        return publish(archive, target, PublishOptions(**{"extras": False, **options}))

    return go


@pytest.fixture
def name() -> str:
    """The name of a dataset that no other test uses."""
    return fresh_name("test")


@pytest.fixture
def release(tmp_path: Path, name: str) -> Release:
    """Make the archive of a release of that dataset, as ``release_of`` does; 1.0.0 by itself."""
    return partial(release_of, tmp_path, name)


@pytest.fixture
def interfered(portal: Portal, target: Target, token: str) -> Interfered:
    """Publish through a proxy: ``interfered(archive, rule)``."""
    return Interfered(portal, target, token)


@pytest.fixture
def package(tmp_path: Path) -> Iterator[Package]:
    """A small release, opened."""
    with open_package(release_of(tmp_path, "small")) as opened:
        yield opened


@pytest.fixture
def dataset(tmp_path: Path, package: Package) -> Dataset:
    """The dataset that a portal is to hold of it."""
    return dataset_of(package, next(tmp_path.glob("*.zip")), SITE)
