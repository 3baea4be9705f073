"""Somebody with a keyboard and no pointer: Tab, typing, Enter; always seeing where they are."""

from __future__ import annotations

from collections.abc import Iterable

from playwright.sync_api import Locator, Page, expect

from tests.browser.browsing import leaving

#: More stops than any page of ours has: whoever needs more is going round in a trap.
STOPS_MAX = 150
#: What is known of the stop under the focus: whether something of it can be seen, not under a bar;
#: whether the focus changes how it, its label or what frames it looks; whether readers hear it.
LOOK = """() => {
  const stop = document.activeElement;
  if (!stop || stop === document.body) return {name: "", seen: true, marked: true, heard: true};
  const places = [stop, ...(stop.labels || [])];
  const frames = [stop.parentElement, stop.parentElement?.parentElement].filter(Boolean);
  const looks = () => [...places, ...frames, ...frames.map((frame) => frame.parentElement)]
    .filter(Boolean).map((element) => {
      const style = getComputedStyle(element);
      return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor,
        style.backgroundColor, style.opacity].join();
    }).join(";");
  const isOpen = (element) => [0.1, 0.5, 0.9].some((part) => {
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) return false;
    const hit = document.elementFromPoint(box.left + box.width * part, box.top + box.height * part);
    return hit && (element.contains(hit) || hit.contains(element));
  });
  let marked = true;
  if (stop !== window.lastStop) {
    const focused = looks();
    stop.blur();
    marked = looks() !== focused;
    stop.focus();
    window.lastStop = stop;
  }
  return {
    name: stop.outerHTML.slice(0, 160),
    seen: places.some(isOpen),
    marked,
    heard: !stop.closest("[aria-hidden=true], [inert]"),
  };
}"""


class Keyboard:
    """The keys of one page. Every stop on the way must be seen, and heard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, wanted: str, *, text: str = "") -> Locator:
        """Press Tab until the first control of this selector, and this text, has the focus."""
        target = self.page.locator(wanted).filter(has_text=text).filter(visible=True).first
        expect(target).to_be_attached()
        passed: list[str] = []
        for _ in range(STOPS_MAX):
            self.page.keyboard.press("Tab")
            passed.append(self._stop())
            if target.evaluate("element => element === document.activeElement"):
                return target
        raise AssertionError(f"Tab never came to {wanted}; it passed {passed[-12:]}")

    def press(self, wanted: str, *, text: str = "") -> None:
        """Go to a link or a button, press Enter, and wait for the page that follows."""
        self.reach(wanted, text=text)
        with leaving(self.page):
            self.page.keyboard.press("Enter")

    def write(self, wanted: str, text: str) -> None:
        """Go to a field and type into it, in the place of what it holds."""
        field = self.reach(wanted)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
        expect(field).to_have_value(text)

    def write_parts(self, wanted: str, orders: Iterable[str], *, value: str) -> None:
        """Go to a field of day or time and type its digits; its parts stand as the system has them.

        The right one of `orders` is found out by trying.
        """
        field = self.reach(wanted)
        for keys in orders:
            self.page.keyboard.type(keys)
            if field.input_value() == value:
                return
            self.page.keyboard.press("ArrowLeft")
            self.page.keyboard.press("ArrowLeft")
        raise AssertionError(f"{wanted} holds {field.input_value()!r} and not {value!r}")

    def walk(self) -> int:
        """Press Tab through a page just opened until it leaves at the end; return the stops."""
        for stops in range(STOPS_MAX):
            self.page.keyboard.press("Tab")
            if self._stop() == "":
                return stops
        raise AssertionError("Tab never left the page")

    def _stop(self) -> str:
        found = self.page.evaluate(LOOK)
        name: str = found.pop("name")
        assert all(found.values()), f"the focus is on {name}, {found} ({self.page.url})"
        return name
