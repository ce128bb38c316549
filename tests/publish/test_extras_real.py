"""Pictures, workbook, site and database beside the tables: on a real CKAN, as visitors get them."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.export.forms import PACKAGE_FORMS
from fiscal_notice.notice.facts.money import COLUMNS
from fiscal_notice.package import open_package, read_package
from fiscal_notice.release import make_release
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.extras import EXTRAS
from fiscal_notice_ckan.portal import Portal
from fiscal_notice_ckan.publishing import Published, PublishOptions, publish, rollback
from fiscal_notice_ckan.snapshot import staging_name
from fiscal_notice_ckan.target import Target
from kit import mini_package
from portal.portal_kit import Reader, log_of, requests_since
from publish.publisher_kit import NEW, OLD, Publish, Release, assert_exactly, killed_at
from publish.releases import fresh_name

NAMES = [each.name for each in EXTRAS]
TABULAR = [form.resource for form in PACKAGE_FORMS]
#: Those of any package; the rest are pictures of a notice.
OF_ANY = [each.name for each in EXTRAS if not each.lang]


@dataclass(frozen=True, kw_only=True)
class Story:
    """The small notice in two releases, the first of which is on the portal."""

    name: str
    target: Target
    archives: tuple[Path, Path]
    downloads: tuple[Path, Path]
    published: Published


def with_money_alone(package: Path) -> dict[str, Any]:
    """The descriptor with the tables of the picture and those that they refer to: eight load fast.

    The transcript goes too, as it would have to give all tables.
    """
    opened, names = read_package(package), [*COLUMNS, "errata"]
    for name in names:
        schema = opened.require(name).schema
        keys = schema.raw.get("foreignKeys", []) if schema else []
        targets = [key["reference"]["resource"] for key in keys]
        names += [each for each in targets if each and each not in names]
    kept = [each for each in opened.descriptor["resources"] if each["name"] in names]
    return {**opened.descriptor, "resources": kept}


@pytest.fixture(scope="module")
def story(portal: Portal, token: str, tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder, name = tmp_path_factory.mktemp("extras"), fresh_name("extras")
    package = mini_package(folder / "package")
    path = package / "datapackage.json"
    descriptor = with_money_alone(package)
    archives, downloads = [], []
    for version in ("0.0.1", "0.0.2"):
        about = {"name": name, "version": version, "title": f"小通知 {version}"}
        path.write_text(json.dumps(descriptor | about), encoding="utf-8")
        archive = make_release(package, folder / version, downloads=True).archive
        assert archive is not None
        archives.append(archive)
        downloads.append(folder / version / "downloads")
    # It is published from its archive alone.
    shutil.rmtree(package)
    target = Target(
        client=Client(portal.url, token),
        state=folder / "state",
        organisation=portal.organisation,
    )
    return Story(
        name=name,
        target=target,
        archives=(archives[0], archives[1]),
        downloads=(downloads[0], downloads[1]),
        published=publish(archives[0], target),
    )


def assert_those_of(release: int, story: Story, visitor: Reader) -> None:
    """Workbook and database are the downloads of that release, byte for byte."""
    version = f"0.0.{release + 1}"
    for name in TABULAR:
        suffix = name.partition(".")[2]
        local = story.downloads[release] / f"{story.name}-{version}.{suffix}"
        assert visitor.content(story.name, name) == local.read_bytes()
    with open_package(story.archives[release]) as package:
        for lang in ("zh", "en"):
            local = package.root / "docs" / f"money.{lang}.svg"
            assert visitor.content(story.name, f"money.{lang}.svg") == local.read_bytes()
    assert f"{story.name}-{version}-site/index.html".encode() in visitor.content(
        story.name, "site.zip"
    )


def test_they_come_first_and_are_the_files_of_the_release(story: Story, visitor: Reader) -> None:
    shown = visitor.dataset(story.name)
    first = shown["resources"][: len(NAMES)]
    assert [each["fiscal_notice_name"] for each in first] == NAMES
    assert [each["format"] for each in first] == ["SVG", "SVG", "XLSX", "ZIP", "SQLITE"]
    for each, extra in zip(first, EXTRAS, strict=True):
        content = visitor.content(story.name, extra.name)
        assert each["fiscal_notice_sha256"] == hashlib.sha256(content).hexdigest()
        assert each["hash"] == hashlib.md5(content, usedforsecurity=False).hexdigest()
        assert each["size"] == len(content)
        assert each["mimetype"] == extra.mediatype
        assert each["name"] == extra.title
        assert visitor.action("datastore_info", id=each["id"]) is None
    assert_those_of(0, story, visitor)


def test_the_picture_is_previewed_and_stands_on_the_page_of_the_dataset(
    story: Story, visitor: Reader
) -> None:
    picture = visitor.resource(story.name, NAMES[0])
    for name in NAMES[:2]:
        views = visitor.action("resource_view_list", id=visitor.resource(story.name, name)["id"])
        assert [view["view_type"] for view in views] == ["image_view"]
    assert not story.published.notes
    served = visitor.get(f"/dataset/{picture['url'].partition('/dataset/')[2]}")
    assert served.headers["Content-Type"].startswith("image/svg+xml")
    page = visitor.get(f"/dataset/{story.name}").text
    address = f"/dataset/{story.name}/resource/{picture['id']}/download/"
    assert f'src="{visitor.url}{address}' in page
    assert page.index(address) < page.index('id="dataset-resources"')
    preview = visitor.get(f"/dataset/{story.name}/resource/{picture['id']}").text
    assert f'src="{picture["url"]}"' in preview


def written(state: Path) -> dict[str, int]:
    """When each of the files that were made was written."""
    return {path.name: path.stat().st_mtime_ns for path in state.glob("*/made/*")}


def test_published_again_they_are_neither_made_nor_sent(story: Story, portal: Portal) -> None:
    before = log_of(portal)
    kept = written(story.target.state)
    again = publish(story.archives[0], story.target)
    requests = requests_since(portal, before)
    assert not again.plan.pending
    assert {each.method for each in requests} == {"GET"}
    assert sum(each.bytes_received for each in requests) == 0
    assert written(story.target.state) == kept
    assert len(kept) == len(NAMES) + 1


def test_published_again_from_another_machine_nothing_is_sent(story: Story, target: Target) -> None:
    """Nothing is kept there: they are made again, and are the same."""
    assert not publish(story.archives[0], target, PublishOptions(dry_run=True)).plan.pending


def test_what_others_uploaded_in_their_place_is_replaced(
    story: Story, visitor: Reader, token: str
) -> None:
    import requests

    workbook = visitor.resource(story.name, "workbook.xlsx")["id"]
    requests.post(
        f"{visitor.url}/api/3/action/resource_patch",
        data={"id": workbook},
        files={"upload": ("other.xlsx", b"no workbook")},
        headers={"Authorization": token},
        timeout=60,
    ).raise_for_status()
    published = publish(story.archives[0], story.target)
    assert [each.name for each in published.plan.uploads] == ["workbook.xlsx"]
    assert_those_of(0, story, visitor)


def test_each_release_brings_its_own_and_rollback_the_old_ones(
    story: Story, visitor: Reader
) -> None:
    publish(story.archives[1], story.target)
    assert_those_of(1, story, visitor)
    rollback(story.name, "0.0.1", story.target)
    assert_those_of(0, story, visitor)
    names = [each["fiscal_notice_name"] for each in visitor.dataset(story.name)["resources"]]
    assert names[: len(NAMES)] == NAMES
    assert names[-1] == "release-0.0.2"


def test_a_dataset_without_them_gets_them_and_loses_them_again(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    """As one that an earlier version of this program has published."""
    archive = release()
    run(archive)
    bare = [each["fiscal_notice_name"] for each in visitor.dataset(name)["resources"]]
    published = run(archive, extras=True)
    assert [each.name for each in published.plan.uploads] == OF_ANY
    assert not published.notes
    names = [each["fiscal_notice_name"] for each in visitor.dataset(name)["resources"]]
    assert names == [*OF_ANY, *bare]
    assert not run(archive, extras=True).plan.pending
    run(archive)
    names = [each["fiscal_notice_name"] for each in visitor.dataset(name)["resources"]]
    assert names == bare


@pytest.mark.parametrize(("step", "delay"), [("stage", 0.01), ("commit", 0.01)])
def test_killed_with_them_on_their_way(
    name: str,
    release: Release,
    run: Publish,
    target: Target,
    token: str,
    visitor: Reader,
    editor: Reader,
    step: str,
    delay: float,
) -> None:
    run(release(tables=OLD), extras=True)
    before = {each: visitor.content(name, each) for each in TABULAR}
    archive = release("1.1.0", tables=NEW)
    killed_at(step, archive, target, token, delay, extras=True)
    assert run(archive, extras=True).resumed is not None
    assert_exactly(name, "1.1.0", NEW, visitor)
    for each in TABULAR:
        content = visitor.content(name, each)
        assert content != before[each]
        assert visitor.resource(name, each)["fiscal_notice_sha256"] == (
            hashlib.sha256(content).hexdigest()
        )
    assert not run(archive, extras=True).plan.pending
    staged = editor.dataset(staging_name(name))
    assert staged is None or staged["state"] == "deleted"
