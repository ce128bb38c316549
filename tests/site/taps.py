"""What a person does on a page, counted: taps, words typed, keys pressed."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Download, Locator, Page, expect

MOST_KEYS = 60
"""Whoever has pressed a key so often without coming anywhere gives up."""


@dataclass
class Taps:
    """Counts what is done on a page, and does only what can be done with what is seen.

    A tap is one; so is typing into a field, with the tap into it; choosing from a list is two, as
    it is opened first. Scrolling counts nothing. Keys are counted apart.
    """

    page: Page
    touch: bool = False
    taps: int = 0
    keys: int = 0

    @property
    def told(self) -> str:
        """The number as docs/errands.md tells it."""
        return f"{self.keys} keys" if self.keys else str(self.taps)

    def tap(self, what: Locator) -> None:
        """Tap on the one thing that is meant."""
        expect(what).to_be_visible()
        self.taps += 1
        (what.tap if self.touch else what.click)()

    def take(self, what: Locator) -> Download:
        """Tap on what is downloaded."""
        with self.page.expect_download() as coming:
            self.tap(what)
        return coming.value

    def type(self, field: Locator, words: str) -> None:
        """Type into a field."""
        expect(field).to_be_visible()
        self.taps += 1
        field.fill(words)

    def choose(self, field: Locator, value: str) -> None:
        """Choose from a list, after opening it."""
        expect(field).to_be_visible()
        self.taps += 2
        field.select_option(value)

    def press(self, key: str) -> None:
        """Press a key."""
        self.keys += 1
        self.page.keyboard.press(key)

    def press_until(self, key: str, wanted: str) -> None:
        """Press a key until the focus is on what a selector names."""
        for _ in range(MOST_KEYS):
            self.press(key)
            if self.page.evaluate("(s) => document.activeElement.matches(s)", wanted):
                return
        message = f"{MOST_KEYS} times {key} did not lead to {wanted}"
        raise AssertionError(message)
