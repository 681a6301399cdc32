"""A real server on a real small store, and headless Chromium; one of each per run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from benchmarks.page import serving
from tests.dashboard.small import installed
from tests.house.tree import ROOT

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]
RAN = "[data-testid=stApp][data-test-script-state=notRunning]"
UNFINISHED = "[data-stale=true], [data-testid=stSkeleton], [data-testid=stProgress]"
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
# What WCAG 1.4.10 asks a page to fit in: 1280 pixels, enlarged four times.
SMALLEST: ViewportSize = {"width": 320, "height": 640}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard with the small installation."""
    folder = tmp_path_factory.mktemp("browser")
    home = folder / "home"
    installed(home).close()
    with serving(APP, home, folder / "server.log") as address, working(home, folder / "worker.log"):
        yield f"http://{address}"


@contextmanager
def working(home: Path, log: Path) -> Iterator[None]:
    """A worker for what pages ask, as `ketenkpi serve` starts one."""
    with log.open("wb") as written:
        worker = subprocess.Popen(
            [sys.executable, "-m", "ketenkpi", "worker"],
            cwd=ROOT,
            env={**os.environ, "KETENKPI_HOME": str(home)},
            stdout=written,
            stderr=written,
        )
        try:
            yield
        finally:
            worker.terminate()
            worker.wait()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium, as `start.py test` made sure that it is there.

    Not for the whole run: as long as Playwright is open, its event loop runs,
    and no other test can call `asyncio.run`.
    """
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, "Chromium is not installed; 'python3 start.py test' says how"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """One open page, and every request it made to somebody else."""

    page: Page
    elsewhere: list[str] = field(default_factory=list)

    def settled(self) -> None:
        """Wait until the run that a click started has ended, also at a worker, and is drawn."""
        self.page.wait_for_timeout(250)
        self.page.wait_for_selector(RAN, timeout=60_000)
        self.page.wait_for_function(
            f"() => !document.querySelector('{UNFINISHED}')", timeout=60_000
        )


Opened = Callable[..., Visit]


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Callable[[ViewportSize, str], BrowserContext]:
    """One context per width and colours, so that Streamlit's 139 scripts load once for each."""

    @cache
    def made(width: int, height: int, colours: Literal["light", "dark"]) -> BrowserContext:
        size: ViewportSize = {"width": width, "height": height}
        return browser.new_context(viewport=size, color_scheme=colours, locale="nl-NL")

    return lambda size, colours: made(size["width"], size["height"], colours)


@pytest.fixture
def opened(server: str, contexts: Callable[..., BrowserContext]) -> Iterator[Opened]:
    """Open a path of the dashboard: `opened("/", viewport=NARROW, colours="dark")`."""
    pages: list[Page] = []

    def open_page(path: str, viewport: ViewportSize = WIDE, colours: str = "light") -> Visit:
        page = contexts(viewport, colours).new_page()
        pages.append(page)
        visit = Visit(page)

        def note(address: str) -> None:
            own = (server, server.replace("http", "ws"), "data:", "blob:")
            if not address.startswith(own):
                visit.elsewhere.append(address)

        visit.page.on("request", lambda request: note(request.url))
        visit.page.on("websocket", lambda socket: note(socket.url))
        visit.page.goto(server + path)
        visit.page.wait_for_selector("h1")
        visit.settled()
        return visit

    yield open_page
    for page in pages:
        page.context.clear_cookies()
        page.close()
