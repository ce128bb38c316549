"""Measure the site: how long it takes to make, how large it is, how soon Chromium paints it.

The site is made by the command, as a whole process. Its pages are opened from files in a window
without network, each in a page of its own; what is printed is the worst page of each width. The
name of the program is taken from $CHROMIUM, or is ``chromium``.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OWN = str(Path(sys.executable).parent / "fiscal-notice")
WIDTHS = (1280, 390)
RUNS = 3
SECONDS, SITE_BYTES, OVERVIEW_BYTES = 10, 5_000_000, 300_000

PAINTED = """() => new Promise((done) => {
  let shift = 0;
  new PerformanceObserver((list) => { for (const each of list.getEntries()) shift += each.value; })
    .observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => setTimeout(
    () => done([list.getEntriesByName("first-contentful-paint")[0].startTime, shift]), 500))
    .observe({ type: "paint", buffered: true });
})"""


def made(out: Path, *options: str) -> float:
    """Median seconds that the command takes to make the site."""
    seconds = []
    for _ in range(RUNS):
        shutil.rmtree(out, ignore_errors=True)
        start = time.perf_counter()
        subprocess.run(
            [OWN, "site", "--out", str(out), *options],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def size(site: Path, *, downloads: bool) -> tuple[int, int]:
    """How many files there are, and their bytes: the downloads, or all others."""
    files = [path for path in site.rglob("*") if path.is_file()]
    own = [path for path in files if ("downloads" in path.relative_to(site).parts) == downloads]
    return len(own), sum(path.stat().st_size for path in own)


def painted(browser: Browser, page: Path, width: int) -> tuple[float, float]:
    """Milliseconds until something is painted, and by how much the page jumps (CLS)."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.set_offline(True)
    tab = context.new_page()
    tab.goto(page.as_uri())
    paint, shift = tab.evaluate(PAINTED)
    context.close()
    return float(paint), float(shift)


def verdict(value: float, limit: float) -> str:
    """Whether a limit is kept."""
    return f" [at most {limit:,}: {'met' if value <= limit else 'MISSED'}]"


def main() -> None:
    """Make, weigh and open the site."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        without = made(site, "--no-downloads")
        seconds = made(site)
        print(
            f"site: {seconds:.1f} s, without downloads {without:.1f} s{verdict(seconds, SECONDS)}"
        )
        count, length = size(site, downloads=False)
        print(f"pages: {count} files, {length:,} bytes{verdict(length, SITE_BYTES)}")
        count, length = size(site, downloads=True)
        print(f"downloads: {count} files, {length:,} bytes")
        for overview in sorted(site.glob("*/index.html")):
            length = overview.stat().st_size
            print(f"overview {overview.parent.name}: {length:,}{verdict(length, OVERVIEW_BYTES)}")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which(os.environ.get("CHROMIUM", "chromium")),
                args=["--no-sandbox", "--disable-gpu"],
            )
            pages = sorted(site.glob("*/*.html"))
            painted(browser, pages[0], WIDTHS[0])  # not counted: the browser starts
            for width in WIDTHS:
                found = [(*painted(browser, page, width), page) for page in pages]
                slow, jumpy = max(found), max(found, key=lambda each: each[1])
                typical = statistics.median(paint for paint, _, _ in found)
                print(
                    f"{width} px wide, {len(pages)} pages: first contentful paint {typical:.0f} ms,"
                    f" at most {slow[0]:.0f} ms ({slow[2].relative_to(site)});"
                    f" layout shift at most {jumpy[1]:.3f} ({jumpy[2].relative_to(site)})"
                )
            browser.close()


if __name__ == "__main__":
    main()
