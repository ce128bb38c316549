"""The site of other packages in Chromium: nasty words, another notice."""

from __future__ import annotations

from pathlib import Path

from browser_kit import OVERFLOW, addresses, watch, window
from playwright.sync_api import Browser, expect
from site_kit import build

from kit import change_cell, mini_package


def test_a_recipient_named_script_stays_text(
    chromium: Browser, package_copy: Path, tmp_path: Path
) -> None:
    name = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    change_cell(package_copy, ("recipients", "1", "name", name))
    out = build(package_copy, tmp_path / "site").out
    with window(chromium) as context:
        page = context.new_page()
        wrong = watch(page)
        page.goto(f"{(out / 'zh' / 'recipients.html').as_uri()}")
        expect(page.get_by_text(name)).to_be_visible()
        page.get_by_role("searchbox").fill("<script>")
        expect(page.locator("#recipient-table tbody tr:visible")).to_have_count(1)
        assert not wrong


def test_another_notice_of_the_family_has_a_site_too(chromium: Browser, tmp_path: Path) -> None:
    out = build(mini_package(tmp_path / "mini"), tmp_path / "site").out
    with window(chromium, width=390) as context:
        page = context.new_page()
        wrong = watch(page)
        for address in addresses(out):
            page.goto(f"{out.as_uri()}/{address}")
            assert not page.evaluate(OVERFLOW), address
        assert not wrong
