"""Pages as a person opens them: from disk, in Chromium, where whatever the page asks for or complains of is kept."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
PROJECTOR = ViewportSize(width=1920, height=1080)
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


def chromium() -> str:
    """The Chromium of this machine. Skips the test where there is none, but not where the tests must run whole."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        assert not os.environ.get("CI"), "no Chromium: .ci/run installs it"
        pytest.skip("no Chromium on this machine")
    return found


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS])
        yield browser
        browser.close()


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that was opened. requests: what it asked for; complaints: what stands in its console."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@contextmanager
def opened(
    browser: Browser, file: Path, viewport: ViewportSize = DESKTOP, *, year: int | None = None
) -> Iterator[Page]:
    """Open a file, at a year other than the last one if given, and wait until it is drawn.

    In the end it must have asked for nothing and complained of nothing.
    """
    context = browser.new_context(viewport=viewport)
    one = Opened(context.new_page())
    one.page.set_default_timeout(5_000)
    one.page.on("request", lambda request: one.requests.append(request.url))
    one.page.on("console", lambda message: one.complaints.append(message.text))
    one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
    one.page.goto(file.as_uri())
    one.page.wait_for_selector("html[data-ready]")
    if year is not None:
        one.page.locator(".years").get_by_text(f"{year}年").click()
    one.page.wait_for_function(
        "document.querySelectorAll('.chart').length == document.querySelectorAll('.chart svg').length"
    )
    yield one.page
    context.close()
    assert all(url.startswith("file://") for url in one.requests), one.requests
    assert one.complaints == []
