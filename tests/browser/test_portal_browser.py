"""What a citizen sees of the published dataset, in a real browser and without an account."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kit import ROOT

Shoot = Callable[[str], None]
DESCRIPTOR = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
TITLE = DESCRIPTOR["title"]
#: So many pixels down the page the data begin at the latest, on a screen.
DATA_WITHIN = 1500
TABLE = next(each for each in DESCRIPTOR["resources"] if each["name"] == "grants")
FIELDS = json.loads((ROOT / TABLE["schema"]).read_text(encoding="utf-8"))["fields"]
WORD = "知识产权"


@pytest.fixture
def shoot(page: Page, screenshots: Path) -> Shoot:
    """Keep a picture of the window, and one of the whole page."""

    def take(name: str) -> None:
        page.screenshot(path=screenshots / f"{name}.jpg", type="jpeg", quality=55)
        page.screenshot(path=screenshots / f"{name}-whole.png", full_page=True)

    return take


def open_table(page: Page, address: str) -> None:
    """From the dataset's page to the page of the table, as a visitor goes."""
    page.goto(address)
    page.locator(".resource-list").get_by_role("link", name=TABLE["title"]).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TABLE["title"])
    # The heading is there before the scripts that answer a click.
    page.wait_for_load_state("load")


def test_the_dataset_has_its_chinese_title_and_all_resources(
    page: Page, address: str, shoot: Shoot
) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1).filter(has_text=TITLE)).to_be_visible()
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    names = page.locator(".resource-list .resource-item .heading").all_inner_texts()
    for resource in DESCRIPTOR["resources"]:
        assert any(resource["title"] in name for name in names), resource["name"]
    shoot("dataset")


def loaded(page: Page, picture: str) -> bool:
    """Whether the browser could draw an image, once it came: one that is broken is refused."""
    return bool(
        page.locator(picture).evaluate(
            "image => image.decode().then(() => image.naturalWidth > 0, () => false)"
        )
    )


def test_the_picture_of_the_money_is_seen_before_the_tables(
    page: Page, address: str, shoot: Shoot
) -> None:
    page.goto(address)
    picture = page.locator(".notes img")
    expect(picture).to_be_visible()
    expect(picture).to_have_attribute("alt", re.compile(r"万元，下达\d+个市"))
    assert loaded(page, ".notes img")
    box = picture.bounding_box()
    assert box is not None
    assert box["y"] < page.viewport_size["height"] if page.viewport_size else False
    page.locator(".resource-list").get_by_role("link").first.click()
    preview = page.locator(".ckanext-datapreview img")
    expect(preview).to_be_visible()
    assert loaded(page, ".ckanext-datapreview img")
    shoot("picture")


def test_the_dataset_page_fits_a_phone_and_has_the_data_near(
    page: Page, address: str, shoot: Shoot
) -> None:
    page.goto(address)
    resources = page.locator("#dataset-resources").bounding_box()
    assert resources is not None
    assert resources["y"] < DATA_WITHIN
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    notes, sidebar = (page.locator(name).bounding_box() for name in (".notes", ".secondary"))
    assert notes is not None
    assert sidebar is not None
    assert notes["y"] < sidebar["y"]
    shoot("dataset-phone")


def test_the_table_is_previewed_under_chinese_headings(
    page: Page, address: str, shoot: Shoot
) -> None:
    open_table(page, address)
    preview = page.frame_locator("iframe")
    expect(preview.locator("td", has_text="广州市").first).to_be_visible()
    headings = [text.strip() for text in preview.locator("thead th").all_inner_texts()]
    for field in FIELDS:
        assert any(text.startswith(field["title"]) for text in headings), field["name"]
    shoot("table")


def test_the_preview_has_every_row(page: Page, address: str) -> None:
    with (ROOT / TABLE["path"]).open(encoding="utf-8", newline="") as file:
        rows = len(list(csv.DictReader(file)))
    open_table(page, address)
    expect(page.frame_locator("iframe").locator(".dataTables_info")).to_contain_text(f"{rows}")


def test_the_data_dictionary_explains_a_column_and_its_codes(
    page: Page, address: str, shoot: Shoot
) -> None:
    open_table(page, address)
    field = next(each for each in FIELDS if each["name"] == "transfer_type")
    entry = page.get_by_role("button", name=f"{field['title']} · {field['title@en']}")
    entry.click()
    expect(page.get_by_text(field["description"])).to_be_visible()
    for code in field["categories"]:
        expect(page.get_by_text(f"{code['value']} = {code['label']}")).to_be_visible()
    shoot("dictionary")


def test_the_downloaded_csv_is_the_local_file(page: Page, address: str) -> None:
    open_table(page, address)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").first.click()
    content = download.value.path().read_bytes()
    local = (ROOT / TABLE["path"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == hashlib.sha256(local).hexdigest()
    assert f"sha256:{hashlib.sha256(content).hexdigest()}" == TABLE["hash"]


def test_search_finds_the_dataset_by_a_chinese_word(
    page: Page, address: str, portal_url: str, shoot: Shoot
) -> None:
    page.goto(portal_url)
    page.get_by_role("textbox").first.fill(WORD)
    page.keyboard.press("Enter")
    # By its address: other datasets of the portal may carry the same title.
    path = address.removeprefix(portal_url)
    found = page.locator(f'.dataset-list a[href="{path}"]').filter(has_text=TITLE[:20])
    expect(found).to_be_visible()
    shoot("search")
    found.click()
    expect(page).to_have_url(address)
