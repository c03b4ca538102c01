"""A page in headless Chromium: what it logs, what it asks for, what it shows."""

import shutil
from pathlib import Path

import pytest

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def opened(page: Path, *, width: int = 1440, height: int = 900) -> dict:
    """Console messages, requests beyond the file itself, and the widths of page and window."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    from playwright.sync_api import sync_playwright

    console, requests = [], []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        tab = browser.new_page(viewport={"width": width, "height": height})
        tab.on("console", lambda message: console.append(message.text))
        tab.on("request", lambda request: requests.append(request.url))
        tab.goto(page.as_uri())
        shown = tab.evaluate(
            """() => ({page: document.documentElement.scrollWidth, window: window.innerWidth,
                 broken: [...document.images].filter(i => !i.complete || !i.naturalWidth).length,
                 images: document.images.length})"""
        )
        browser.close()
    outside = [url for url in requests if not url.startswith(("file:", "data:"))]
    return {"console": console, "outside": outside, **shown}
