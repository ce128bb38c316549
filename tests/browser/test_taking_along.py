"""What visitors take along: a city's paragraph and citations by the button that copies them."""

from __future__ import annotations

import pytest
from browser_kit import Open, pasted
from playwright.sync_api import expect

DENIED = "() => Object.defineProperty(navigator, 'clipboard', {value: undefined})"


@pytest.mark.parametrize("denied", [False, True], ids=["clipboard", "denied"])
@pytest.mark.parametrize(
    ("lang", "label", "done"), [("zh", "复制", "已复制"), ("en", "Copy", "Copied")]
)
def test_a_button_copies_the_paragraph_with_its_address(
    browse: Open, lang: str, label: str, done: str, denied: bool
) -> None:
    page = browse(f"{lang}/city-601.html#money")
    if denied:
        page.evaluate(DENIED)
    page.get_by_role("button", name=label).first.click()
    expect(page.get_by_role("status").first).to_have_text(done)
    text, address = pasted(page).split("\n")
    assert address == page.url.partition("#")[0]
    shown = page.locator("#quote").evaluate(
        "e => { const c = e.cloneNode(true); c.querySelectorAll('.m').forEach(m => m.remove());"
        " return c.textContent.trim().replace(/\\s+/g, ' '); }"
    )
    assert text == shown
    assert page.locator("#quote .m").count() > 3


def test_a_citation_is_copied_line_by_line(browse: Open) -> None:
    page = browse("en/city-601.html")
    page.locator("#cite-page summary").click()
    page.locator("[data-copy='cite-page-bibtex']").click()
    copied = pasted(page)
    assert copied == page.locator("#cite-page-bibtex").text_content()
    assert copied.startswith("@misc{")
    assert copied.count("\n") > 3


def test_without_a_script_no_button_is_shown_and_the_words_are_there(browse: Open) -> None:
    page = browse("zh/city-601.html", java_script_enabled=False)
    expect(page.locator("#quote")).to_be_visible()
    expect(page.locator("[data-copy]").first).to_be_hidden()
    page.locator("#cite-page summary").click()
    expect(page.locator("#cite-page-ris")).to_be_visible()
