"""Somebody who walks through the pages in a browser, and looks at each of them for barriers."""

from playwright.sync_api import Locator, Page, expect

from tests.support.browser import barriers
from tests.support.wording import Words, begins

MOST_TABS = 40


class Walker:
    """A person at a page, with the words of their language."""

    def __init__(self, page: Page, say: Words) -> None:
        self.page = page
        self.say = say

    def look(self) -> None:
        """Hold the page as it is now to what everybody can use: axe, one h1, its title and its language."""
        assert barriers(self.page) == [], self.page.url
        expect(self.page.locator("h1")).to_have_count(1)
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url

    def go(self, address: str) -> None:
        """Open a page of the site, and look at it."""
        self.page.goto(address)
        self.look()

    def button(self, words: str, plural: str = "", num: int = 1) -> Locator:
        """Return the button of the page itself with these words of the code."""
        return self.page.locator("main").get_by_role("button", name=begins(self.say(words, plural, num=num)))

    def link(self, words: str) -> Locator:
        """Return the link of the page itself with these words of the code."""
        return self.page.locator("main").get_by_role("link", name=begins(self.say(words)))

    def field(self, words: str) -> Locator:
        """Return the field with this label."""
        return self.page.locator("main").get_by_label(begins(self.say(words))).first

    def sees(self, words: str, **given: object) -> None:
        """Expect words of the code to be on the page."""
        expect(self.page.get_by_text(self.say(words, **given)).locator("visible=true").first).to_be_visible()

    def tab_to(self, target: Locator) -> int:
        """Press Tab until the focus is there; return how often that was."""
        for pressed in range(1, MOST_TABS):
            self.page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return pressed
        raise AssertionError(f"{target} is not reached by Tab")

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
