"""The page of errata as visitors use it: filters on what is folded, and how long it is."""

from __future__ import annotations

import pytest
from browser_kit import Open
from playwright.sync_api import expect
from site_kit import LANGUAGES, database

from kit import ROOT

ERRATA = "#errata-table [data-row]:visible"


def test_errata_of_a_kind(browse: Open) -> None:
    page = browse("zh/errata.html")
    page.get_by_text("按类别").click()
    page.locator("#k-missing_value > a").first.click()
    ((wanted,),) = database(ROOT).execute(
        "SELECT count(*) FROM errata WHERE kind = 'missing_value'"
    )
    rows = page.locator(ERRATA)
    expect(rows).to_have_count(wanted)
    # From elsewhere the list is in sight, also after the browser has gone to the anchor by itself.
    page = browse("zh/errata.html#k-missing_value")
    rows = page.locator(ERRATA)
    expect(rows).to_have_count(wanted)
    expect(rows.first).to_be_in_viewport()
    page.reload()
    expect(rows).to_have_count(wanted)
    expect(rows.first).to_be_in_viewport()


def test_filters_show_the_fitting_errata_of_what_is_folded(browse: Open) -> None:
    page = browse("zh/errata.html?region=601&weight=material")
    sql = database(ROOT)
    wanted = page.locator("[data-row][data-region='601'][data-weight=material]").count()
    everything = sql.execute("SELECT count(*) FROM errata").fetchone()[0]
    assert 0 < wanted < everything
    rows = page.locator(ERRATA)
    expect(rows).to_have_count(wanted)
    expect(page.locator("[data-shown]")).to_have_text(f"显示 {wanted} / {everything}")
    # No frame without an erratum is left; the folded ones are closed again at the end.
    folded = "#errata-table .same:visible"
    fitting = page.locator(f"{folded}:has([data-row]:not([hidden]))")
    expect(page.locator(folded)).to_have_count(fitting.count())
    expect(page.locator("#errata-table h2:visible")).to_have_count(1)
    page.locator("select[data-column=region]").select_option("")
    page.locator("select[data-column=weight]").select_option("")
    expect(page.locator("#errata-table details[open]")).to_have_count(0)
    expect(page.locator("#errata-table section:visible")).to_have_count(3)


def test_search_finds_what_is_folded_by_rule_and_by_words(browse: Open) -> None:
    page = browse("zh/errata.html")
    ((wanted,),) = database(ROOT).execute("SELECT count(*) FROM errata WHERE rule_id = 'TXT-31'")
    page.get_by_role("searchbox").fill("TXT-31")
    # One of another rule names it.
    expect(page.locator(f"{ERRATA}[data-words^='TXT-31']")).to_have_count(wanted)
    page.get_by_role("searchbox").fill("单书名号")
    assert page.locator(ERRATA).count() >= wanted


@pytest.mark.parametrize("scripted", [True, False])
def test_a_link_opens_what_is_folded(browse: Open, scripted: bool) -> None:
    page = browse("zh/errata.html#E228", java_script_enabled=scripted)
    row = page.locator("#E228")
    if not scripted and not row.is_visible():
        # Not every browser opens it by itself; a person can.
        page.locator("li.same:has(#E228) summary").click()
    expect(row).to_be_visible()
    if scripted:
        expect(row).to_be_in_viewport()


# What a page is on a phone: how long it is, and how often one presses Tab to pass it

PHONE = 844


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_errata_are_twenty_screens_on_a_phone(browse: Open, lang: str) -> None:
    page = browse(f"{lang}/errata.html", width=390)
    assert page.evaluate("document.documentElement.scrollHeight") <= 20 * PHONE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_errata_have_few_stops_before_the_footer(browse: Open, lang: str) -> None:
    page = browse(f"{lang}/errata.html", width=390)
    stops = 0
    while stops <= 150:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('footer') !== null"):
            break
        stops += 1
    assert 30 < stops <= 150
