"""A portal with ckanext-dcat, -scheming and -xloader, its worker running; and what it serves."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph

from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.portal import Portal, down, up
from fiscal_notice_ckan.portal.home import Home
from fiscal_notice_ckan.portal.services import environment
from fiscal_notice_ckan.publishing import Published, PublishOptions, publish
from fiscal_notice_ckan.target import Target
from portal.portal_kit import Reader, home_of_tests
from publish.conftest import run, target

__all__ = ["run", "target"]

# What ckanext-dcat answers with at /dataset/NAME.ttl, on a portal of other settings.
_SERIALISE = """
import json, sys
from portal_site.wsgi import application
from ckanext.dcat.processors import RDFSerializer
from ckan.plugins import plugin_loaded
assert not plugin_loaded("scheming_datasets")
with application._wsgi_app.test_request_context():
    serializer = RDFSerializer()
    print(serializer.serialize_dataset(json.load(sys.stdin), _format="turtle"))
"""


@pytest.fixture(scope="session")
def extended() -> Iterator[Portal]:
    """Kept between runs in a home of its own, as all portals of tests."""
    home = home_of_tests()
    home = home.with_name(f"{home.name}-extensions")
    yield up("2.12", home, extensions=True)
    down(home, extensions=True)


@pytest.fixture
def there(extended: Portal) -> Reader:
    """The account that publishes to it."""
    return Reader(url=extended.url, token=extended.read_token())


@pytest.fixture
def anyone(extended: Portal) -> Reader:
    return Reader(url=extended.url)


@pytest.fixture
def extended_target(extended: Portal, tmp_path: Path) -> Target:
    return Target(
        client=Client(extended.url, extended.read_token(), pauses=(0.1, 0.2, 0.4)),
        state=tmp_path / "state",
        organisation=extended.organisation,
    )


@pytest.fixture
def release_to(extended_target: Target) -> Callable[..., Published]:
    """Publish an archive to the portal with extensions, with options by name."""

    def go(archive: Path, **options: bool) -> Published:
        return publish(archive, extended_target, PublishOptions(**{"extras": False, **options}))

    return go


@pytest.fixture
def without_scheming(
    extended: Portal, tmp_path: Path
) -> Callable[[dict[str, Any]], tuple[Graph, str]]:
    """What ckanext-dcat makes of a dataset where there is no scheming, and what it logs."""
    home = Home(root=extended.home)
    ini = tmp_path / "ckan.ini"
    text = home.ini.read_text(encoding="utf-8")
    ini.write_text(re.sub(r" scheming_datasets xloader$", "", text, flags=re.MULTILINE))

    def serialise(dataset: dict[str, Any]) -> tuple[Graph, str]:
        made = subprocess.run(
            [home.python, "-c", _SERIALISE],
            input=json.dumps(dataset),
            env={**environment(home), "CKAN_INI": str(ini)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        return Graph().parse(data=made.stdout, format="turtle"), made.stderr

    return serialise
