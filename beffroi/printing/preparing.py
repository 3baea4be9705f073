"""Makes a page of ours ready for paper: its language and title, and drawings that stand alone.

Neither a rule of the page nor a symbol of another drawing reaches inside a drawing, as WeasyPrint
sees it: both are put into each. Works on a tree of elements alone; knows neither Django nor files.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, SubElement

from beffroi.printing.hidden import HIDDEN

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_LOCAL = re.compile(r"url\(['\"]?#([^)'\"]+)['\"]?\)")

#: Returns the element that an address of ours names ("/static/web/icons.svg#i-check"), if any.
Borrow = Callable[[str], Element | None]


def prepare(root: Element, *, language: str, title: str, style: str, borrow: Borrow) -> None:
    """Change a page in place; `style` is put into each drawing, `borrow` finds symbols of files."""
    root.set("lang", language)
    _set_title(root, title)
    _hide(root)
    named = {element.get("id", ""): element for element in root.iter() if element.get("id")}
    for drawing in list(_drawings(root)):
        _draw_symbols(drawing, named, borrow)
        _take_in(drawing, named)
        _describe(drawing)
        drawn = SubElement(drawing, f"{_SVG}style")
        drawn.text = style


def _set_title(root: Element, title: str) -> None:
    head = root.find("head")
    if head is None:  # no parser leaves it out
        head = SubElement(root, "head")
    for old in head.findall("title"):
        head.remove(old)
    SubElement(head, "title").text = title


def _hide(root: Element) -> None:
    """Note on each element that is there for the eye alone, and on all in it, that it is."""
    for element in root.iter():
        is_empty = element.tag == "img" and element.get("alt") == ""
        if is_empty or element.get("aria-hidden") == "true":
            for inner in element.iter():
                inner.set(HIDDEN, "")


def _drawings(element: Element) -> Iterator[Element]:
    """Yield the outermost drawings, in the order of the page."""
    for child in element:
        if child.tag == f"{_SVG}svg":
            yield child
        else:
            yield from _drawings(child)


def _draw_symbols(drawing: Element, named: dict[str, Element], borrow: Borrow) -> None:
    """Draw each symbol where it is used; a drawing without bounds takes those of the symbol."""
    for parent in list(drawing.iter()):
        for place, use in enumerate(parent):
            address = use.get("href") or use.get(_XLINK_HREF) or ""
            if use.tag != f"{_SVG}use" or not address:
                continue
            symbol = named.get(address[1:]) if address.startswith("#") else borrow(address)
            if symbol is None or symbol.tag != f"{_SVG}symbol":
                continue
            group = Element(f"{_SVG}g", {k: v for k, v in use.items() if k != "href"})
            group.extend(copy.deepcopy(list(symbol)))
            parent[place] = group
            if drawing.get("viewBox") is None and (bounds := symbol.get("viewBox")):
                drawing.set("viewBox", bounds)


def _take_in(drawing: Element, named: dict[str, Element]) -> None:
    """Copy into a drawing what it names of others: patterns, gradients, and what these name."""
    own = {element.get("id") for element in drawing.iter()}
    wanted = _names_in(drawing)
    while wanted:
        name = wanted.pop()
        if name in own or name not in named:
            continue
        own.add(name)
        taken = copy.deepcopy(named[name])
        SubElement(drawing, f"{_SVG}defs").append(taken)
        wanted |= _names_in(taken)


def _names_in(element: Element) -> set[str]:
    """Return the ids that an element, or what is in it, names."""
    found: set[str] = set()
    for inner in element.iter():
        for name, value in inner.items():
            found.update(_LOCAL.findall(value))
            if name in {"href", _XLINK_HREF} and value.startswith("#"):
                found.add(value[1:])
    return found


def _describe(drawing: Element) -> None:
    """Put the description of a drawing where it is looked for: in its title."""
    label = drawing.get("aria-label")
    if label and drawing.find(f"{_SVG}title") is None:
        title = Element(f"{_SVG}title")
        title.text = label
        drawing.insert(0, title)
