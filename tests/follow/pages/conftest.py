"""A notice with its invented follow-up beside it, and their sites, built once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from site_kit import HtmlPage, read_pages

from fiscal_notice.follow.announced import announced_by
from fiscal_notice.package import read_package
from fiscal_notice.site import make_site
from fiscal_notice.validate import rules_for, validate_package
from follow.kit import invented_record, write_follow_up
from follow.pages.followed import SILENT, Followed, with_gaps
from kit import copy_package


@pytest.fixture(scope="session")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """The notice of the repository, and what two thirds of its cities made up."""
    folder = tmp_path_factory.mktemp("followed")
    root = copy_package(folder / "notice")
    notice = read_package(root)
    announced = announced_by(notice)
    codes = list(announced.regions)
    silent = codes[SILENT]
    record = with_gaps(
        invented_record(announced, regions=[code for code in codes if code not in silent])
    )
    path = write_follow_up(folder / "follow-up", record, notice, path="../notice")
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    name = f"{descriptor['name']}-follow-up"
    descriptor["related"] = [{"relation": "followedBy", "name": name, "path": "../follow-up"}]
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    follow_up = read_package(path)
    report = validate_package(follow_up, rules_for(follow_up))
    return Followed(read_package(root), follow_up, report, record)


@pytest.fixture(scope="session")
def site(followed: Followed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the notice with the pages of its follow-up."""
    report = validate_package(followed.notice, rules_for(followed.notice))
    beside = [(followed.follow_up, followed.report)]
    return make_site(followed.notice, report, tmp_path_factory.mktemp("site"), None, beside).out


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
