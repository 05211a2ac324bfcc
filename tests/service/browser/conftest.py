"""A real Chromium for the tests of the pages; without one they are skipped, not failed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

webdriver = pytest.importorskip(
    "selenium.webdriver", reason="没有 selenium；安装 dev 附加依赖后再跑"
)
service = pytest.importorskip("selenium.webdriver.chrome.service")

_ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """One Chromium with an empty profile, shared by all tests of the pages."""
    chromium = _found("chromium", "chromium-browser", "google-chrome")
    driver = _found("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("没有 chromium 或 chromedriver；安装后再跑浏览器测试")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    profile: Path = tmp_path_factory.mktemp("chromium")
    for argument in (*_ARGUMENTS, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    running = webdriver.Chrome(options=options, service=service.Service(driver))
    running.set_page_load_timeout(30)
    yield running
    running.quit()


def _found(*names: str) -> str | None:
    return next((path for path in map(shutil.which, names) if path), None)
