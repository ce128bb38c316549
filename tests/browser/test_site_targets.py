"""The matrix of targets: a choice of cities, in the address, on a phone and with the keyboard."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from browser_kit import Open
from playwright.sync_api import Page, expect

PHONE = 390
MATRIX = "#matrix-table"


def heads(page: Page) -> list[str]:
    return page.locator(f"{MATRIX} thead th:visible").all_inner_texts()[1:]


def test_two_cities_are_chosen_and_stand_in_the_address(browse: Open) -> None:
    page = browse("zh/targets.html")
    whole = len(heads(page))
    rows = page.locator(f"{MATRIX} tbody tr:visible")
    number = rows.count()
    page.get_by_text("选二至四个市并排比较").click()
    page.get_by_label("珠海市", exact=True).check()
    page.get_by_label("韶关市", exact=True).check()
    assert heads(page) == ["珠海市", "韶关市"]
    assert rows.count() < number
    expect(page.locator(".columns + .shown output")).to_contain_text(
        f"45项指标中，其中任一市有的{rows.count()}项"
    )
    page.wait_for_url("**cities=603*606*")
    page.reload()
    assert heads(page) == ["珠海市", "韶关市"]
    page.get_by_role("button", name="显示全部各市").click()
    assert len(heads(page)) == whole
    page.wait_for_url(lambda url: "cities" not in parse_qs(urlsplit(url).query))


def test_no_more_than_four(browse: Open) -> None:
    page = browse("en/targets.html?cities=601,602,603,604,605")
    assert len(heads(page)) == 4
    page.get_by_text("Choose two to four cities").click()
    boxes = page.locator(".columns input")
    assert boxes.evaluate_all("all => all.filter((box) => !box.disabled).length") == 4
    page.get_by_label("Guangzhou", exact=True).uncheck()
    assert boxes.evaluate_all("all => all.every((box) => !box.disabled)")


def test_a_phone_begins_with_a_few_in_words(browse: Open) -> None:
    page = browse("zh/targets.html", width=PHONE)
    assert len(heads(page)) == 3
    assert urlsplit(page.url).query == ""
    assert "●" not in page.locator(f"{MATRIX} tbody").inner_text()
    column = page.locator(f"{MATRIX} tbody th").first.bounding_box()
    assert column is not None
    assert column["width"] <= PHONE / 2
    page.get_by_role("button", name="显示全部各市").click()
    assert len(heads(page)) > 15
    expect(page.get_by_text("表可左右拖动")).to_be_visible()


def test_the_matrix_is_one_tab_stop(browse: Open) -> None:
    page = browse("en/targets.html")
    stops = page.locator(f"{MATRIX} a:visible").evaluate_all(
        "all => all.filter((link) => link.tabIndex >= 0).length"
    )
    assert stops == 1


STOPS = """() => [...document.querySelectorAll('a[href], button, summary, input, select')]
  .filter((e) => e.tabIndex >= 0 && !e.disabled && e.getClientRects().length && !e.closest('footer')
    && !(e.closest('details:not([open])') && !e.matches('details > summary'))).length"""


def test_at_most_150_stops_lie_before_the_footer(browse: Open) -> None:
    for width in (PHONE, 1280):
        assert browse("zh/targets.html", width=width).evaluate(STOPS) <= 150


def test_without_a_script_all_cities_are_there(browse: Open) -> None:
    page = browse("zh/targets.html", width=PHONE, java_script_enabled=False)
    assert len(heads(page)) > 15
    expect(page.locator(".columns")).to_be_hidden()
    expect(page.get_by_text("表可左右拖动")).to_be_visible()
