"""The published dataset on a real portal, and a visitor's browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from fiscal_notice.release import make_release
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.portal import Portal
from fiscal_notice_ckan.publishing import publish
from fiscal_notice_ckan.target import Target
from kit import ROOT

# Chromium as root needs --no-sandbox; the rest keeps it from talking to anyone but the portal.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 60_000
# Instead of five seconds, which a busy machine may need for one page of the portal.
expect.set_options(timeout=PATIENCE)
SCREEN = (1280, 900)


@pytest.fixture(scope="module")
def portal_url(portal: Portal) -> str:
    """The portal's front page."""
    return portal.url


@pytest.fixture(scope="module")
def address(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the package of this repository is, published as ``make release`` does it."""
    folder = tmp_path_factory.mktemp("browser")
    archive = make_release(ROOT, folder / "dist").archive
    assert archive is not None, "the package is not valid"
    target = Target(
        client=Client(portal.url, portal.read_token()),
        state=folder / "state",
        organisation=portal.organisation,
        rehearsal=True,
    )
    return publish(archive, target).url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; Playwright gives each start a profile of its own, in a new folder."""
    program = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    if program is None:
        pytest.fail("no Chromium: `make test` installs it, or set CHROMIUM to yours", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, headless=True, args=FLAGS, timeout=PATIENCE
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a visitor without account or cookies, whose language is Chinese."""
    width, height = SCREEN
    context = chromium.new_context(locale="zh-CN", viewport={"width": width, "height": height})
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where pictures of the pages are kept; not in git."""
    folder = ROOT / "dist" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
