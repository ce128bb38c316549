"""The site of packages that are no notice, in Chromium: wide and narrow, light, dark, by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser_kit import OVERFLOW, SCHEMES, addresses, watch, window
from playwright.sync_api import Browser, Page, expect
from site_kit import LANGUAGES, build, general_package

from fiscal_notice.export.downloads import download_contents
from fiscal_notice.package import read_package

LONG = "a very long title that goes on until it has to be broken " * 3
NAMES = ("index", "data", "checks", "changes")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Of a plain package, of one with errors, and of one with long and foreign words."""
    folder = tmp_path_factory.mktemp("general")
    plain, wrong = general_package(folder / "plain"), general_package(folder / "wrong")
    (plain / "CHANGELOG.md").write_text("## 2.1 - 2026-01-01\n\n- A `place`.\n", encoding="utf-8")
    rows = ("1,2020-01-01,many", "9,x,101", "9,2020-02-02,")
    (wrong / "measures.csv").write_text("\n".join(("place,day,value", *rows, "")), encoding="utf-8")
    fields = [{"name": f"{'column' * (n % 9)}{n}", "description": LONG} for n in range(60)]
    fields[3] |= {"constraints": {"pattern": "x" * 150, "enum": ["y" * 150]}}  # type: ignore[dict-item]
    table = {"name": "t", "path": "t.csv", "title": "שלום", "schema": {"fields": fields}}
    odd = general_package(folder / "odd", title=LONG, description="x" * 400, resources=[table])
    (odd / "t.csv").write_text(",".join(f["name"] for f in fields) + "\n", encoding="utf-8")
    files = download_contents(read_package(plain)).files
    return {
        "plain": build(plain, folder / "plain-site", files).out,
        "wrong": build(wrong, folder / "wrong-site").out,
        "odd": build(odd, folder / "odd-site").out,
    }


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_every_page_loads_without_error_and_fits(
    chromium: Browser, sites: dict[str, Path], width: int
) -> None:
    wrong: list[str] = []
    with window(chromium, width=width) as context:
        page = context.new_page()
        errors = watch(page)
        for name, site in sites.items():
            for address in addresses(site):
                page.goto(f"{site.as_uri()}/{address}")
                overflow = page.evaluate(OVERFLOW)
                wrong += [f"{name} {address}: {each}" for each in (*errors, overflow) if each]
                errors.clear()
    assert not wrong


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_no_fault(
    chromium: Browser, sites: dict[str, Path], axe: str, lang: str, scheme: str
) -> None:
    found = []
    with window(chromium, width=1280 if lang == "en" else 320, color_scheme=scheme) as context:
        page = context.new_page()
        for site, name in ((site, name) for site in sites.values() for name in NAMES):
            page.goto(f"{site.as_uri()}/{lang}/{name}.html")
            page.evaluate(
                "document.querySelectorAll('details').forEach((each) => { each.open = true })"
            )
            page.add_script_tag(content=axe)
            result = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
            found += [
                f"{site.name} {name}: {v['id']}: {v['nodes'][0]['html'][:200]}"
                for v in result["violations"]
            ]
    assert not found


def pressed(page: Page, key: str) -> str:
    """The text of what has the focus after a key was pressed."""
    page.keyboard.press(key)
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_the_site_is_used_by_keys_alone(chromium: Browser, sites: dict[str, Path]) -> None:
    with window(chromium) as context:
        page = context.new_page()
        page.goto(f"{sites['plain'].as_uri()}/en/index.html")
        assert pressed(page, "Tab") == "Skip to the content"
        seen = [pressed(page, "Tab") for _ in range(6)]
        assert seen == ["Invented places", "Overview", "Data", "Checks", "Changes", "中文"]
        page.locator(".list a", has_text="Places").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/en/data.html#t-places")
        details = page.locator("#t-places")
        expect(details).to_be_in_viewport()
        details.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(details.locator("table")).to_be_hidden()
        page.locator("#t-measures dl a").focus()
        page.keyboard.press("Enter")
        # The place that a link leads to is opened.
        expect(page.locator("[id='t-places:id']")).to_be_in_viewport()


def test_tables_are_found_and_sorted(chromium: Browser, sites: dict[str, Path]) -> None:
    with window(chromium) as context:
        page = context.new_page()
        page.goto(f"{sites['plain'].as_uri()}/en/index.html")
        rows = page.locator("#table-list tbody tr")
        page.get_by_role("button", name="Rows").click()
        expect(rows.first).to_contain_text("measures")
        page.get_by_role("button", name="Rows").click()
        expect(rows.first).to_contain_text("Places")
        page.locator("#switch").click()
        page.wait_for_url("**/zh/index.html*")


def test_without_scripts_all_is_there(chromium: Browser, sites: dict[str, Path]) -> None:
    with window(chromium, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{sites['wrong'].as_uri()}/zh/index.html")
        page.locator(".alarm a").click()
        page.wait_for_url("**/zh/checks.html")
        expect(page.locator("#found")).to_be_visible()
