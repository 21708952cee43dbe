"""The browser itself: it draws Chinese, it has the screen that it says, and axe finds what is wrong."""

from playwright.sync_api import BrowserContext

from tests.browser.conftest import Axe

TWO_FONTS = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  const draw = text => {
    pen.clearRect(0, 0, 99, 99);
    pen.font = "32px sans-serif";
    pen.fillText(text, 10, 50);
    return pen.canvas.toDataURL();
  };
  return draw("义") !== draw("渡") && draw("义") !== draw("\\uffff");
}"""


def test_chinese_characters_are_drawn_and_not_boxes(phone: BrowserContext):
    assert phone.new_page().evaluate(TWO_FONTS)


def test_the_phone_has_the_width_of_a_cheap_phone_and_is_touched(phone: BrowserContext):
    page = phone.new_page()
    page.goto("/healthz")
    assert page.evaluate("[screen.width, navigator.maxTouchPoints > 0, navigator.language]") == [360, True, "zh-CN"]


def test_the_desk_has_the_width_of_a_desk(desk: BrowserContext):
    page = desk.new_page()
    page.goto("/healthz")
    assert page.evaluate("innerWidth") == 1440


def test_axe_finds_a_picture_without_words(desk: BrowserContext, axe: Axe):
    page = desk.new_page()
    page.set_content('<html lang="zh"><title>图</title><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">')
    assert [found["rule"] for found in axe(page)] == ["image-alt"]
