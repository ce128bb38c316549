"""What tests of the site in a browser need: windows without network, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
KINDS = (
    "index",
    "cities",
    "city-601",
    "recipients",
    "targets",
    "errata",
    "data",
    "rules",
    "transcript",
)
Open = Callable[..., Page]
"""Open a page of the site: ``browse("zh/index.html#cities", width=390)``."""


@contextmanager
def window(chromium: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A window without network: only files can be read."""
    width = options.pop("width", 1280)
    context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
    context.set_default_timeout(20_000)
    context.set_offline(True)
    yield context
    context.close()


def watch(page: Page) -> list[str]:
    """All that goes wrong on a page from now on."""
    wrong: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            wrong.append(f"console: {message.text}")

    def opened(dialog: Dialog) -> None:
        wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", said)
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on("dialog", opened)
    return wrong


def addresses(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.glob("*/*.html"))


OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) return "the page scrolls sideways";
  const boxed = (e) => { for (; e; e = e.parentElement)
    if (getComputedStyle(e).overflowX !== "visible") return true; return false; };
  const out = [...document.querySelectorAll("main *")].find((e) => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.right > wide + 1 && !boxed(e) && !e.closest("svg"); });
  return out ? "sticks out: " + out.outerHTML.slice(0, 120) : "";
}"""

PASTED = """() => {
  const field = document.createElement("textarea");
  document.body.append(field);
  field.focus();
  return field;
}"""


def pasted(page: Page) -> str:
    """What the clipboard holds: what is pasted into a field."""
    page.evaluate_handle(PASTED)
    page.keyboard.press("Control+V")
    return str(page.locator("textarea").last.input_value())


# What Tab comes to before the footer: a script's roving groups have one such link each.
STOPS = """() => {
  const foot = document.querySelector("footer");
  const reached = (e) => e.tabIndex >= 0 && !e.disabled
    && e.checkVisibility({ visibilityProperty: true })
    && e.compareDocumentPosition(foot) & Node.DOCUMENT_POSITION_FOLLOWING;
  return [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex]")].filter(reached).length;
}"""

# A phone hides the heads of some tables: what was said there stands by the figure then.
UNITS = """() => [...document.querySelectorAll("main table")].filter((table) => table.tHead
    && table.getClientRects().length && !table.tHead.getClientRects().length)
  .flatMap((table) => [...table.querySelectorAll("tbody td.n")])
  .filter((cell) => cell.getClientRects().length && /^[0-9.,]+$/.test(cell.textContent.trim())
    && !["::before", "::after"].some((e) =>
      !["none", "normal", '""'].includes(getComputedStyle(cell, e).content)))
  .map((cell) => cell.parentElement.textContent.trim().slice(0, 60))"""
