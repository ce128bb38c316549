"""The pure parts: CKAN's settings, secrets, access log and locks."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path

import pytest

from fiscal_notice.errors import PublishError
from fiscal_notice_ckan.portal import versions
from fiscal_notice_ckan.portal.access import parse_requests
from fiscal_notice_ckan.portal.home import Home
from fiscal_notice_ckan.portal.settings import Credentials, ini

LOG = """\
[22/Nov/2026:16:46:15 +0000] GET /api/3/action/status_show 200 362 "-"
[22/Nov/2026:16:46:16 +0000] POST /dataset/%E6%B0%B4?q=a 409 12 "5120"
[22/Nov/2026:16:46:16 +0000] POST /data
"""


def test_access_log() -> None:
    first, second = parse_requests(LOG.splitlines())
    assert (first.method, first.path, first.status) == ("GET", "/api/3/action/status_show", 200)
    assert (first.bytes_sent, first.bytes_received) == (362, 0)
    assert (second.path, second.bytes_received) == ("/dataset/%E6%B0%B4?q=a", 5120)


def test_settings_survive_signs_that_mean_something_in_them() -> None:
    parser = ConfigParser()
    keys = Credentials()
    home = Home(root=Path("/srv/水 家"))
    parser.read_string(ini(home, keys, port=5000, max_upload_mb=7))
    site = parser["app:main"]
    assert site["ckan.storage_path"] == "/srv/水 家/storage"
    assert site["ckan.redis.url"] == "unix:///srv/%E6%B0%B4%20%E5%AE%B6/run/redis.sock?db=0"
    assert keys.ckan not in " ".join(site.values())
    assert (site["ckan.site_url"], site["ckan.max_resource_size"]) == ("http://127.0.0.1:5000", "7")
    assert site["api_token.jwt.decode.secret"] == site["api_token.jwt.encode.secret"]


def test_marks_of_the_publisher_are_off_the_page_of_a_dataset() -> None:
    parser = ConfigParser()
    parser.read_string(ini(Home(root=Path("/srv")), Credentials(), port=5000, max_upload_mb=7))
    hidden = parser["app:main"]["package_hide_extras"].split()
    assert hidden == ["fiscal_notice_commit", "fiscal_notice_verified", "fiscal_notice_claim"]


def test_secrets_differ_between_homes_and_are_not_shown() -> None:
    first, second = Credentials(), Credentials()
    assert first.ckan != second.ckan
    assert len({first.postgres, first.ckan, first.ckan_read, first.session_key}) == 4
    assert repr(first) == "Credentials()"


def locked(text: str) -> int:
    """How many packages a lock pins, all with their hashes and without a host."""
    pinned = re.findall(r"^([a-z0-9-]+)==\S+(?: ; .*?)? \\\n    --hash=sha256:", text, re.MULTILINE)
    every = re.findall(r"^[a-z0-9]", text, re.MULTILINE)
    assert len(pinned) == len(every)
    assert "://" not in text
    assert "@" not in text
    return len(every)


@pytest.mark.parametrize("name", [*versions.VERSIONS])
def test_lock_pins_and_hashes_everything_and_names_no_host(name: str) -> None:
    (lock,) = versions.lock_files(name)
    assert locked(lock.read_text()) + locked(versions.BUILD_LOCK.read_text()) > 60
    assert f"ckan=={versions.VERSIONS[name]} " in lock.read_text()


@pytest.mark.parametrize("name", versions.EXTENDED)
def test_extensions_have_a_lock_on_top_of_that_of_ckan(name: str) -> None:
    series = versions.series(name, extensions=True)
    plain, added = versions.lock_files(series)
    assert [plain] == versions.lock_files(name)
    assert locked(added.read_text()) > 20
    for extension in ("ckanext-dcat", "ckanext-scheming", "ckanext-xloader"):
        assert f"{extension}==" in added.read_text()
    assert versions.release(series) == versions.VERSIONS[name]


def test_series_of_a_release() -> None:
    assert versions.series("2.12.0") == versions.series("2.12") == "2.12"
    assert not versions.extended("2.12")
    assert versions.extended(versions.series("2.12.0", extensions=True))


def test_extensions_are_for_the_ckan_that_they_were_tried_on() -> None:
    with pytest.raises(PublishError, match="with extensions"):
        versions.series("2.11", extensions=True)


def test_only_a_portal_with_extensions_names_them(tmp_path: Path) -> None:
    keys, home = Credentials(), Home(root=tmp_path)
    assert "scheming" not in ini(home, keys, port=5000, max_upload_mb=7)
    home.series.write_text(versions.series("2.12", extensions=True))
    home.worker_token.parent.mkdir()
    home.worker_token.write_text("invented\n")
    parser = ConfigParser()
    parser.read_string(ini(home, keys, port=5000, max_upload_mb=7))
    site = parser["app:main"]
    assert {"dcat", "scheming_datasets", "xloader"} < set(site["ckan.plugins"].split())
    assert site["ckanext.xloader.api_token"] == "invented"
