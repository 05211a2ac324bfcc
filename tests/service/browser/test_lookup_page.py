"""What the lookup page promises to a dispatcher, seen through a real browser."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = pytest.mark.browser

LOS = "光猫上LOS灯一直闪红，全家都上不了网，重启过没用"
ASKING = (
    "拨号错误691，电脑插网线也上不去",
    "PON灯闪",
    "注册失败，PON灯闪",
    "宽带老是掉线",
    "网速很慢",
)
"""Complaints that leave the decisive fact open; at least one makes the service ask."""

FOREIGN = (
    "红烧肉要炖多久才软烂，放冰糖还是白糖",
    "今天天气真好，适合去公园散步",
    "小区物业费涨价，电梯也没人修",
)
"""Texts about other things; at least one fits no entry."""


class Page:
    """The lookup page as its user handles it."""

    def __init__(self, driver: Chrome, url: str) -> None:
        self.driver = driver
        self.url = url

    def open(self, *, width: int = 1440, height: int = 900) -> Page:
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )
        self.driver.get(self.url + "/")
        self.until(lambda: self.script("return document.activeElement.id") == "text")
        return self

    def paste(self, text: str, field: str = "text") -> None:
        self.script(
            "const box = document.getElementById(arguments[0]);"
            "box.focus(); box.select();"
            "document.execCommand('insertText', false, arguments[1]);",
            field,
            text,
        )

    def search(self, text: str, handling: str = "") -> None:
        if handling:
            self.script("document.getElementById('handling-fold').open = true")
            self.paste(handling, "handling")
        self.paste(text)
        self.one("#text").send_keys(Keys.CONTROL, Keys.ENTER)
        self.settled()

    def settled(self) -> None:
        self.until(
            lambda: (
                self.script("return document.getElementById('results-pane').ariaBusy") == "false"
                and self.one("#verdict").is_displayed()
            )
        )

    def press(self, *keys: str) -> None:
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def script(self, code: str, *arguments: object) -> Any:
        return self.driver.execute_script(code, *arguments)

    def one(self, selector: str) -> Any:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[Any]:
        return list(self.driver.find_elements(By.CSS_SELECTOR, selector))

    def texts(self, selector: str) -> list[str]:
        return list(
            self.script(
                "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)",
                selector,
            )
        )

    def codes(self) -> list[str]:
        return list(
            self.script(
                "return [...document.querySelectorAll('[role=option]')].map(e => e.dataset.code)"
            )
        )

    def selected(self) -> str:
        return str(self.one('[role="option"][aria-selected="true"]').get_dom_attribute("data-code"))

    def opened(self, code: str) -> None:
        self.until(lambda: self.texts(".guide-head .code") == [code])

    def until(self, condition: Callable[[], object], seconds: float = 15) -> None:
        WebDriverWait(self.driver, seconds, poll_frequency=0.05).until(lambda _: condition())

    def api(self, path: str, body: object = None) -> Any:
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


@pytest.fixture
def page(browser: Chrome, live_server: str) -> Page:
    """The page, freshly opened at the width of a desk."""
    browser.get_log("browser")
    return Page(browser, live_server).open()


def test_ctrl_enter_selects_the_first_suggestion_and_opens_its_guide(page: Page) -> None:
    """Paste, Ctrl+Enter: the entry that the service ranks first is selected, its guide open."""
    page.search(LOS)
    expected = [row["code"] for row in page.api("/match", {"text": LOS, "top": 10})["suggestions"]]
    assert page.codes() == expected
    assert page.selected() == expected[0]
    page.opened(expected[0])


def test_the_page_runs_under_its_own_policy_without_complaint(page: Page) -> None:
    """A search and a guide leave no error in the console: nothing inline, nothing foreign."""
    page.search(LOS)
    page.opened(page.selected())
    assert [line for line in page.driver.get_log("browser") if line["level"] == "SEVERE"] == []


@pytest.mark.parametrize(
    "text",
    [
        "😀👨‍👩‍👧光猫LOS灯红😡，宽带没网",
        "𠮷女士：光猫LOS灯红\n\n  Wi-Fi 也连不上🙏",
        "光猫LOS灯红",
    ],
)
def test_marks_are_where_the_service_says_beyond_the_basic_plane(page: Page, text: str) -> None:
    """Offsets count code points: each mark holds `text[start:end]`, and no character is lost."""
    page.search(text)
    spans = page.api("/match", {"text": text})["highlights"]["text"]
    assert spans
    assert page.texts("#marked .mark") == [text[s["start"] : s["end"]] for s in spans]
    assert page.texts("#marked .marked-text") == [text]


def test_a_denied_fact_is_struck_through_and_says_so(page: Page) -> None:
    """What the customer denies does not look like what the customer reports."""
    text = "光猫LOS灯不红，没有掉线，就是网速慢"
    page.search(text)
    denied = [
        text[s["start"] : s["end"]]
        for s in page.api("/match", {"text": text})["highlights"]["text"]
        if s["negated"]
    ]
    assert denied
    assert page.texts("#marked .mark.negated s") == denied
    assert all("否定" in e.get_dom_attribute("title") for e in page.all("#marked .negated"))


def test_markup_in_a_ticket_stays_text(page: Page) -> None:
    """A ticket that carries HTML shows its characters and runs nothing."""
    text = '<img src=x onerror="window.ran = 1"><script>window.ran = 2</script>光猫LOS灯红，没网'
    page.search(text, handling="<b onclick=alert(1)>ONU离线</b>")
    assert page.texts("#marked .marked-text")[0] == text
    assert page.all("#marked img, #marked script, #marked b, #suggestions img") == []
    assert page.script("return window.ran ?? null") is None


def test_arrows_move_and_enter_goes_to_the_guide(page: Page) -> None:
    """Down selects the second entry and opens it, up comes back, Enter moves into its guide."""
    page.search(LOS)
    first, second = page.codes()[:2]
    page.press(Keys.ARROW_DOWN)
    assert page.selected() == second
    page.opened(second)
    page.press(Keys.ARROW_UP)
    assert page.selected() == first
    page.opened(first)
    page.press(Keys.ENTER)
    assert page.script("return document.activeElement.closest('#guide-pane') !== null")


def test_keys_belong_to_the_field_while_somebody_types(page: Page) -> None:
    """Digits, slashes, question marks and arrows typed into the box are only text."""
    page.search(LOS)
    first = page.selected()
    page.press("/")
    page.press(*"1/?a", Keys.ARROW_DOWN)
    assert page.one("#text").get_property("value") == "1/?a"
    assert page.selected() == first
    assert page.all("dialog[open]") == []
    assert page.texts(".trail li") == []


def test_a_guide_is_walked_with_digits_to_a_reply_that_can_be_copied(page: Page) -> None:
    """Digits lead to an outcome, Backspace takes one step back, the reply is copied and said."""
    page.search(LOS)
    code = page.selected()
    page.opened(code)
    guide = page.api(f"/entries/{code}")["guide"]
    way, outcome = way_to_a_reply(guide)
    for walked, branch in enumerate(way):
        page.until(lambda expected=walked: len(page.all(".trail li")) == expected)
        page.press(str(branch + 1))
    page.until(lambda: page.all("#outcome"))
    assert page.one("#reply").text == outcome["reply"]

    page.script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.script("document.execCommand = c => (window.copied = [c, String(getSelection())], true)")
    page.one(".reply-copy").click()
    page.until(lambda: "已复制" in page.one("#toasts").text)
    assert page.script("return window.copied") == ["copy", outcome["reply"]]

    page.press(Keys.BACKSPACE)
    page.until(lambda: len(page.all(".trail li")) == len(way) - 1)
    assert page.all("#outcome") == []


def test_an_answer_to_the_question_ranks_anew_and_can_be_taken_back(page: Page) -> None:
    """The page shows the order that the service gives with the answer, and the old one without."""
    text = first_that(page, ASKING, lambda answer: "ask" in answer)
    before = page.api("/match", {"text": text, "top": 10})
    page.search(text)
    assert page.codes() == [row["code"] for row in before["suggestions"]]
    answer = next(
        (a for a in before["ask"]["answers"] if a["code"] != before["suggestions"][0]["code"]),
        before["ask"]["answers"][-1],
    )
    given = {"question": before["ask"]["question"], "answer": answer["answer"]}
    after = page.api("/match", {"text": text, "top": 10, "answered": [given]})

    buttons = page.all("#question .choice")
    next(b for b in buttons if b.get_dom_attribute("data-answer") == answer["answer"]).click()
    page.until(lambda: page.all("#answered li"))
    assert page.codes() == [row["code"] for row in after["suggestions"]]
    assert answer["answer"] in page.one("#answered").text

    page.one("#answered button").click()
    page.until(lambda: not page.all("#answered li"))
    assert page.codes() == [row["code"] for row in before["suggestions"]]


def test_an_older_answer_never_replaces_a_newer_one(page: Page) -> None:
    """Of two searches only the last one's result is shown, however late the first one comes."""
    page.script(
        "const real = window.fetch; let first = true;"
        "window.fetch = (...a) => first"
        " ? (first = false, new Promise(r => setTimeout(() => r(real(...a)), 1200)))"
        " : real(...a);"
    )
    page.paste("机顶盒看电视卡顿马赛克")
    page.one("#text").send_keys(Keys.CONTROL, Keys.ENTER)
    page.search(LOS)
    shown = page.codes()
    page.script("return new Promise(done => setTimeout(done, 1600))")
    assert page.codes() == shown
    assert page.texts("#marked .marked-text") == [LOS]


def test_a_failed_call_says_why_and_keeps_the_text(page: Page) -> None:
    """A problem shows its title and detail; the text stays, and retry brings the result."""
    page.script(
        "window.real = window.fetch;"
        "window.fetch = async () => new Response("
        " JSON.stringify({title: '暂时不可用', detail: '请一分钟后重试。', status: 503}),"
        " {status: 503, headers: {'Content-Type': 'application/problem+json'}});"
    )
    page.search(LOS)
    assert "暂时不可用" in page.one("#verdict").text
    assert "请一分钟后重试。" in page.one("#verdict").text
    assert page.one("#text").get_property("value") == LOS
    assert page.codes() == []
    page.script("window.fetch = window.real")
    page.one("#verdict button").click()
    page.until(page.codes)
    assert page.one("#verdict").get_dom_attribute("data-kind") != "error"


def test_no_network_is_told_in_words(page: Page) -> None:
    """A call that gets no answer at all ends in a sentence, not in silence."""
    page.script("window.fetch = () => Promise.reject(new TypeError('Failed to fetch'))")
    page.search(LOS)
    assert page.one("#verdict").get_dom_attribute("data-kind") == "error"
    assert page.one("#text").get_property("value") == LOS


def test_escape_twice_clears_and_can_be_undone(page: Page) -> None:
    """One Esc only warns; two empty the page; undo brings text and result back."""
    page.search(LOS)
    shown = page.codes()
    page.press(Keys.ESCAPE)
    assert page.one("#text").get_property("value") == LOS
    page.press(Keys.ESCAPE)
    assert page.one("#text").get_property("value") == ""
    assert page.codes() == []
    page.one("#clear").click()
    assert page.one("#text").get_property("value") == LOS
    assert page.codes() == shown


def test_a_text_that_fits_nothing_gets_advice(page: Page) -> None:
    """Where no entry fits, the page says so and what to do, and opens no guide."""
    text = first_that(page, FOREIGN, lambda answer: answer["verdict"] == "none")
    page.search(text)
    assert "经验库里没有相符的条目" in page.one("#verdict").text
    assert page.all("#verdict .advice li")
    assert page.all('[aria-selected="true"], .guide-head') == []


def test_nothing_of_the_ticket_is_left_behind(page: Page) -> None:
    """Neither the address nor the browser's storage holds a word of the ticket."""
    page.search(LOS)
    page.opened(page.selected())
    kept = page.script(
        "return [location.href, JSON.stringify(localStorage), JSON.stringify(sessionStorage),"
        " document.cookie, JSON.stringify(history.state)].join()"
    )
    assert kept.startswith(page.url + "/,")
    assert "LOS" not in kept


@pytest.mark.parametrize("width", [390, 820, 1200])
def test_nothing_reaches_beyond_the_side_of_the_screen(page: Page, width: int) -> None:
    """From a phone to a desk the page never scrolls sideways, before and after a search."""
    page.open(width=width, height=844)
    assert page.script("return document.documentElement.scrollWidth") <= width
    page.search(LOS + "，日志" + "0123456789abcdef" * 12)
    page.until(lambda: page.all(".guide-head"))
    assert page.script("return document.documentElement.scrollWidth") <= width


def test_the_chosen_theme_stays(page: Page) -> None:
    """Dark is dark again after a reload, before anything is drawn; 跟随系统 forgets the choice."""
    page.script("document.querySelector('#theme [value=dark]').click()")
    page.open()
    assert page.script("return document.documentElement.dataset.theme") == "dark"
    page.script("document.querySelector('#theme [value=auto]').click()")
    page.open()
    assert page.script("return document.documentElement.dataset.theme ?? null") is None
    assert page.script("return localStorage.length") == 0


def test_paper_shows_the_whole_guide_and_nothing_of_the_ticket(page: Page) -> None:
    """Printed, the page is the selected entry's guide alone."""
    page.search(LOS)
    code = page.selected()
    page.opened(code)
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not page.one("#ticket-pane").is_displayed()
        assert not page.one("#marks-pane").is_displayed()
        steps = page.all(".all-steps > li")
        assert len(steps) == len(page.api(f"/entries/{code}")["guide"]["steps"])
        assert all(step.is_displayed() for step in steps)
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def first_that(page: Page, texts: Sequence[str], wanted: Callable[[Any], bool]) -> str:
    """The first text whose answer is of the wanted sort."""
    for text in texts:
        if wanted(page.api("/match", {"text": text, "top": 10})):
            return text
    raise AssertionError(f"no text got the wanted answer: {texts}")


def way_to_a_reply(guide: dict[str, Any]) -> tuple[list[int], dict[str, Any]]:
    """The shortest way to an outcome with a reply: branch numbers, and the outcome."""
    steps = {step["id"]: step for step in guide["steps"]}
    outcomes = {outcome["id"]: outcome for outcome in guide["outcomes"] if outcome.get("reply")}
    ways: dict[str, list[int]] = {guide["start"]: []}
    waiting = [guide["start"]]
    for at in waiting:
        if at in outcomes:
            return ways[at], outcomes[at]
        for number, branch in enumerate(steps.get(at, {}).get("branches", [])):
            if branch["next"] not in ways:
                ways[branch["next"]] = [*ways[at], number]
                waiting.append(branch["next"])
    raise AssertionError("the guide has no outcome with a reply")
