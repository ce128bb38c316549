"""The pages of a follow-up in Chromium: wide and narrow, light, dark, without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser_kit import OVERFLOW, SCHEMES, STOPS, UNITS, watch, window
from playwright.sync_api import Browser, expect
from site_kit import LANGUAGES

from fiscal_notice.site import make_site
from follow.pages.followed import SILENT, Followed, make_followed, site_of_both

#: Before the footer, with all that is folded opened.
MOST_STOPS = 150


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    return make_followed(tmp_path_factory.mktemp("followed"))


@pytest.fixture(scope="module")
def sites(followed: Followed, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages beside those of the notice, and by themselves."""
    own = tmp_path_factory.mktemp("own")
    return {
        "beside": site_of_both(followed, tmp_path_factory.mktemp("beside")),
        "own": make_site(followed.follow_up, followed.report, own).out,
    }


@pytest.fixture(scope="module")
def addresses(followed: Followed) -> list[str]:
    """A page of each kind: the overview, cities with and without reports, a form."""
    rows = followed.record.rows("budgets")
    codes = [str(row["region_code"]) for row in followed.record.rows("evidence")]
    every = [path.stem for path in _cities(followed)]
    silent = every[SILENT][0]
    kinds = [*(str(row["region_code"]) for row in rows[:5:2]), silent]
    document = followed.record.rows("evidence")[0]["evidence_id"]
    assert silent not in codes
    return ["follow-up", *(f"follow-up-{code}" for code in kinds), f"follow-up-document-{document}"]


def _cities(followed: Followed) -> list[Path]:
    regions = (followed.notice.root / "resources" / "regions.csv").read_text(encoding="utf-8")
    return [Path(line.split(",")[0]) for line in regions.splitlines()[1:]]


AXE = """axe.run(document, {
  resultTypes: ["violations"],
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: { "target-size": { enabled: true } },
})"""


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_every_kind_of_page_loads_without_error_and_fits(
    chromium: Browser, sites: dict[str, Path], addresses: list[str], width: int
) -> None:
    wrong: list[str] = []
    with window(chromium, width=width) as context:
        page = context.new_page()
        errors = watch(page)
        for name, site in sites.items():
            for address in (f"{lang}/{each}.html" for lang in LANGUAGES for each in addresses):
                page.goto(f"{site.as_uri()}/{address}")
                page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = 1 })")
                said = [page.evaluate(OVERFLOW), *page.evaluate(UNITS)]
                stops = page.evaluate(STOPS)
                said += [f"{stops} stops of Tab"] if stops > MOST_STOPS else []
                wrong += [f"{name} {address}: {each}" for each in (*errors, *said) if each]
                errors.clear()
    assert not wrong


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_no_fault(
    chromium: Browser,
    sites: dict[str, Path],
    addresses: list[str],
    axe: str,
    lang: str,
    scheme: str,
) -> None:
    found = []
    with window(chromium, width=1280 if lang == "en" else 320, color_scheme=scheme) as context:
        page = context.new_page()
        for site, name in ((site, name) for site in sites.values() for name in addresses):
            page.goto(f"{site.as_uri()}/{lang}/{name}.html")
            page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = 1 })")
            page.add_script_tag(content=axe)
            result = page.evaluate(AXE)
            found += [
                f"{site.name} {name}: {v['id']}: {v['nodes'][0]['html'][:200]}"
                for v in result["violations"]
            ]
    assert not found


def test_a_figure_is_followed_to_its_cell_without_scripts(
    chromium: Browser, followed: Followed, sites: dict[str, Path]
) -> None:
    row = followed.record.rows("budgets")[0]
    code = row["region_code"]
    with window(chromium, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{sites['beside'].as_uri()}/en/city-{code}.html")
        page.locator(".see a").click()
        page.wait_for_url(f"**/en/follow-up-{code}.html")
        page.locator("#stage-budgeted a.fc").last.click()
        page.wait_for_url(f"**/en/follow-up-document-{row['evidence_id']}.html#*")
        cell = page.locator("tr:target")
        expect(cell).to_be_in_viewport()
        expect(cell).to_contain_text(f"{row['amount_yuan']:,} yuan")
        page.locator("#switch").click()
        page.wait_for_url("**/zh/follow-up-document-*")


def test_a_city_of_which_nothing_is_known_is_no_empty_bar(
    chromium: Browser, followed: Followed, sites: dict[str, Path]
) -> None:
    code = _cities(followed)[SILENT][0].stem
    with window(chromium, width=390) as context:
        page = context.new_page()
        page.goto(f"{sites['beside'].as_uri()}/zh/follow-up.html")
        line = page.locator(f"#c{code}")
        expect(line).to_contain_text("情况不明")
        expect(line.locator("svg")).to_have_count(0)
        line.locator("a").first.click()
        page.wait_for_url(f"**/zh/follow-up-{code}.html")
        expect(page.locator(".none")).to_contain_text("这不等于没有拨付")
