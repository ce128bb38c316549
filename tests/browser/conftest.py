"""A visitor's browser; the published dataset on a real portal; the site, built once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from browser_kit import Open, window
from playwright.sync_api import Browser, Page, expect, sync_playwright
from site_kit import build

from fiscal_notice.export.downloads import download_contents
from fiscal_notice.package import read_package
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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the package of this repository, with its downloads, as the command makes it."""
    downloads = download_contents(read_package(ROOT)).files
    return build(ROOT, tmp_path_factory.mktemp("site"), downloads).out


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility rules, which `make test` fetches by npm."""
    default = next(iter(sorted((ROOT / ".venv").glob("axe-core-*.js"))), Path("none"))
    path = ROOT / os.environ.get("AXE", str(default))
    if not path.is_file():
        pytest.fail("no axe-core: `make test` fetches it, or set AXE to yours", pytrace=False)
    return path.read_text(encoding="utf-8")


@pytest.fixture
def browse(chromium: Browser, site: Path) -> Iterator[Open]:
    """Open a page of the site in a window of its own; all are closed at the end."""
    with ExitStack() as windows:

        def go(address: str, **options: Any) -> Page:
            page = windows.enter_context(window(chromium, **options)).new_page()
            page.goto(f"{site.as_uri()}/{address}")
            return page

        yield go
