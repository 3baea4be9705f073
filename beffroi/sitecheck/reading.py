"""Reads one page of a company's site: bytes and headers in, what it holds out. Pure, bounded.

Nothing of what people write is kept: of phones, mails and addresses, only that there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit, urlunsplit

from beffroi.core.references import read_references
from beffroi.sitecheck import words
from beffroi.sitecheck.charsets import decode
from beffroi.sitecheck.markup import Tag, read_markup
from beffroi.sitecheck.profiles import Profile, leads_to_reviews, profile_of
from beffroi.sitecheck.structured import Structured, add_script, add_tag

TITLE_MAX, DESCRIPTION_MAX = 200, 300
_LINKS_MAX, _PROFILES_MAX, _TEXT_MAX, _LABEL_MAX = 2_000, 30, 200_000, 200
_ADDRESS_MAX = 2_000
#: A page with fewer signs says nothing by itself: it is an announcement, or built by scripts.
_BARE_SIGNS, _ANNOUNCEMENT_SIGNS = 200, 1_500
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_REFRESH = re.compile(r"\s*(\d{0,4})[^;,]{0,10}[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'>]{1,2000})", re.I)
#: A page that leads elsewhere later than this is there to be read.
_REFRESH_SECONDS = 5
#: Inside which a word goes on; every other tag stands between two.
_INLINE = frozenset(["a", "b", "i", "em", "strong", "span", "small", "u", "font", "abbr", "bdi"])
_LABELS = ("title", "aria-label", "alt")


@dataclass(frozen=True, slots=True)
class Page:
    """What one page holds. Addresses are whole; an empty text is "not there"."""

    address: str
    title: str = ""
    description: str = ""
    language: str = ""
    profiles: tuple[Profile, ...] = ()
    legal: str = ""
    contact: str = ""
    reviews: str = ""
    feed: str = ""
    charter: str = ""
    frame: str = ""
    refresh: str = ""
    has_newsletter: bool = False
    has_mail: bool = False
    has_phone: bool = False
    has_address: bool = False
    has_hours: bool = False
    has_logo: bool = False
    is_structured: bool = False
    is_bare: bool = False
    is_parked: bool = False
    is_building: bool = False


@dataclass(slots=True)
class _Link:
    address: str
    label: str
    relations: frozenset[str]


@dataclass(slots=True)
class _Sheet:
    """What is gathered while a page is read."""

    base: str
    text: list[str] = field(default_factory=list)
    signs: int = 0
    links: list[_Link] = field(default_factory=list)
    inside: _Link | None = None
    title: str = ""
    language: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    refresh: str = ""
    feed: str = ""
    frame: str = ""
    logo: bool = False
    forms: list[list[str]] = field(default_factory=list)
    form: list[str] | None = None
    scripts: int = 0
    structured: Structured = field(default_factory=Structured)


def looks_like_html(content: bytes, *, content_type: str) -> bool:
    """Tell whether an answer is a page: by its header, or by its first signs where it says none."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind in {"text/html", "application/xhtml+xml"}:
        return not content.startswith((b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"PK\x03\x04"))
    beginning = content[:1024].lstrip().lower()
    is_untold = kind in {"", "text/plain", "application/octet-stream", "unknown/unknown"}
    return is_untold and (b"<html" in beginning or b"<!doctype html" in beginning)


def read_page(content: bytes, *, headers: Mapping[str, str], address: str) -> Page:
    """Return what a page holds; `address` is where it was read. Never raises, whatever it holds."""
    text = decode(content, content_type=headers.get("content-type", ""))
    sheet = _Sheet(address)
    for token in read_markup(text):
        if isinstance(token, str):
            _take_text(sheet, token)
        else:
            _take_tag(sheet, token)
    language = sheet.language or headers.get("content-language", "")
    return _page(sheet, address=address, language=language)


def _take_text(sheet: _Sheet, text: str) -> None:
    if sheet.signs < _TEXT_MAX:
        sheet.text.append(text)
        sheet.signs += len(text)
    if sheet.inside is not None and len(sheet.inside.label) < _LABEL_MAX:
        sheet.inside.label += text[:_LABEL_MAX]
    if sheet.form is not None and len(sheet.form) < _LABEL_MAX:
        sheet.form.append(text[:_LABEL_MAX])


def _take_tag(sheet: _Sheet, tag: Tag) -> None:
    if tag.name not in _INLINE:
        sheet.text.append("\n")
    if tag.is_end:
        _close(sheet, tag.name)
        return
    add_tag(sheet.structured, tag)
    taker = _TAKERS.get(tag.name)
    if taker:
        taker(sheet, tag)


def _close(sheet: _Sheet, name: str) -> None:
    if name == "a":
        sheet.inside = None
    if name == "form":
        sheet.form = None


def _take_html(sheet: _Sheet, tag: Tag) -> None:
    sheet.language = sheet.language or tag.get("lang") or tag.get("xml:lang")


def _take_base(sheet: _Sheet, tag: Tag) -> None:
    sheet.base = _joined(sheet.base, tag.get("href")) or sheet.base


def _take_title(sheet: _Sheet, tag: Tag) -> None:
    if not sheet.title:
        sheet.title = _line(read_references(tag.content[:_ADDRESS_MAX]), TITLE_MAX)


def _take_meta(sheet: _Sheet, tag: Tag) -> None:
    name = (tag.get("name") or tag.get("property") or tag.get("http-equiv")).lower()
    if name == "refresh":
        found = _REFRESH.match(tag.get("content"))
        is_soon = found is not None and int(found[1] or 0) <= _REFRESH_SECONDS
        sheet.refresh = _joined(sheet.base, found[2]) if found and is_soon else ""
    elif name and len(sheet.meta) < _LINKS_MAX:
        sheet.meta.setdefault(name, tag.get("content")[:_ADDRESS_MAX])


def _take_link(sheet: _Sheet, tag: Tag) -> None:
    relations = frozenset(tag.get("rel").lower().split())
    address = _joined(sheet.base, tag.get("href"))
    if "alternate" in relations and tag.get("type").lower() in _FEEDS:
        sheet.feed = sheet.feed or address
    if relations & {"icon", "apple-touch-icon"}:
        sheet.logo = True
    if "me" in relations:
        _add_link(sheet, _Link(address, "", relations))


def _take_anchor(sheet: _Sheet, tag: Tag) -> None:
    raw = tag.get("href")
    is_person = raw.lower().startswith(("mailto:", "tel:"))
    address = raw[:_ADDRESS_MAX] if is_person else _joined(sheet.base, raw)
    label = " ".join(tag.get(name)[:_LABEL_MAX] for name in _LABELS if tag.get(name))
    sheet.inside = _Link(address, label, frozenset(tag.get("rel").lower().split()))
    _add_link(sheet, sheet.inside)


def _add_link(sheet: _Sheet, link: _Link) -> None:
    if link.address and len(sheet.links) < _LINKS_MAX:
        sheet.links.append(link)


def _take_image(sheet: _Sheet, tag: Tag) -> None:
    if sheet.inside is not None and len(sheet.inside.label) < _LABEL_MAX:
        sheet.inside.label += " " + tag.get("alt")[:_LABEL_MAX]
    if "logo" in f"{tag.get('src')} {tag.get('class')} {tag.get('alt')}".lower():
        sheet.logo = True


def _take_form(sheet: _Sheet, tag: Tag) -> None:
    sheet.form = [" ".join(tag.attributes.values())[:_ADDRESS_MAX]]
    if len(sheet.forms) < _LINKS_MAX:
        sheet.forms.append(sheet.form)


def _take_field(sheet: _Sheet, tag: Tag) -> None:
    if sheet.form is not None and len(sheet.form) < _LABEL_MAX:
        kind = "\x00mail" if _asks_for_mail(tag) else ""
        sheet.form.append(f"{' '.join(tag.attributes.values())[:_LABEL_MAX]} {kind}")


def _asks_for_mail(tag: Tag) -> bool:
    told = " ".join(tag.get(name).lower() for name in ("type", "name", "id", "placeholder"))
    return "mail" in told or "courriel" in told


def _take_frame(sheet: _Sheet, tag: Tag) -> None:
    sheet.frame = sheet.frame or _joined(sheet.base, tag.get("src"))


def _take_script(sheet: _Sheet, tag: Tag) -> None:
    sheet.scripts += 1
    if tag.get("type").lower().startswith("application/ld+json"):
        add_script(sheet.structured, tag.content)


_TAKERS: dict[str, Callable[[_Sheet, Tag], None]] = {
    "html": _take_html,
    "base": _take_base,
    "title": _take_title,
    "meta": _take_meta,
    "link": _take_link,
    "a": _take_anchor,
    "area": _take_anchor,
    "img": _take_image,
    "form": _take_form,
    **dict.fromkeys(("input", "button", "textarea", "label"), _take_field),
    "frame": _take_frame,
    "script": _take_script,
}


def _page(sheet: _Sheet, *, address: str, language: str) -> Page:
    text = re.sub(r"[^\S\n]+", " ", "".join(sheet.text)).strip()
    said = sheet.structured.said
    told = [link.address.lower() for link in sheet.links]
    is_short = len(text) < _ANNOUNCEMENT_SIGNS
    announced = f"{sheet.title}\n{text}" if is_short else ""
    has_mail = any(one.startswith("mailto:") and "@" in one for one in told)
    has_phone = any(one.startswith("tel:") and len(one) > len("tel:") + 5 for one in told)
    return Page(
        address=address,
        title=sheet.title or _line(sheet.meta.get("og:title", ""), TITLE_MAX),
        description=_line(_first(sheet.meta, "description", "og:description"), DESCRIPTION_MAX),
        language=_language(language),
        profiles=_profiles(sheet, address=address),
        legal=_about(sheet, words.LEGAL),
        contact=_about(sheet, words.CONTACT, own=address),
        reviews=_reviews(sheet),
        feed=sheet.feed,
        charter=_about(sheet, words.CHARTER),
        frame=sheet.frame if len(text) < _BARE_SIGNS else "",
        refresh=sheet.refresh,
        has_newsletter=_has_newsletter(sheet),
        has_mail=has_mail or "email" in said or bool(words.MAIL.search(text)),
        has_phone=has_phone or "phone" in said or bool(words.PHONE.search(text)),
        has_address="address" in said or bool(words.STREET.search(text)),
        has_hours="hours" in said or bool(words.HOURS.search(text)),
        has_logo=sheet.logo or "logo" in said or "og:image" in sheet.meta,
        is_structured=bool(said & {"phone", "address", "hours"}),
        is_bare=len(text) < _BARE_SIGNS and sheet.scripts > 0 and len(sheet.links) < 3,
        is_parked=bool(words.PARKED.search(announced)),
        is_building=bool(words.BUILDING.search(announced)),
    )


def _profiles(sheet: _Sheet, *, address: str) -> tuple[Profile, ...]:
    """Return the pages on networks, each once, in the order in which the page names them."""
    found: dict[tuple[str, str], Profile] = {}
    own_host = _host(address)
    named = [(link.address, "me" in link.relations) for link in sheet.links]
    for told, is_own in [*named, *((one, True) for one in sheet.structured.same_as)]:
        profile = profile_of(told, is_own=is_own)
        if profile and _host(profile.address) != own_host:
            found.setdefault(profile.key, profile)
    return tuple(found.values())[:_PROFILES_MAX]


def _about(sheet: _Sheet, pattern: re.Pattern[str], *, own: str = "") -> str:
    """Return the first link that speaks of something, by its words or else by its address."""
    host = _host(own)
    candidates = [
        link
        for link in sheet.links
        if link.address.startswith(("http://", "https://"))
        and (not host or _host(link.address) == host)
    ]
    for told in (_label, _path):
        for link in candidates:
            if pattern.search(told(link)[:_LABEL_MAX]):
                return _without_fragment(link.address)
    return ""


def _label(link: _Link) -> str:
    return link.label


def _path(link: _Link) -> str:
    return _split_path(link.address)


def _reviews(sheet: _Sheet) -> str:
    listed = next((link.address for link in sheet.links if leads_to_reviews(link.address)), "")
    return listed or _about(sheet, words.REVIEWS)


def _has_newsletter(sheet: _Sheet) -> bool:
    for form in sheet.forms:
        whole = " ".join(form)[: _LABEL_MAX * 20]
        if words.NEWSLETTER_HOSTS.search(whole):
            return True
        if "\x00mail" in whole and words.NEWSLETTER.search(whole):
            return True
    return bool(_about(sheet, words.NEWSLETTER)) or any(
        words.NEWSLETTER_HOSTS.search(link.address[:_LABEL_MAX]) for link in sheet.links
    )


def _language(told: str) -> str:
    found = re.match(r"\s*([a-zA-Z]{2,3})(?![a-zA-Z])", told)
    return found[1].lower() if found else ""


def _first(values: Mapping[str, str], *names: str) -> str:
    return next((values[name] for name in names if values.get(name)), "")


def _line(text: str, longest: int) -> str:
    return " ".join(text.split())[:longest]


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _split_path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _joined(base: str, told: str) -> str:
    """Return the web address that is meant, "" when it is none."""
    try:
        whole = urljoin(base, told.strip()[:_ADDRESS_MAX])
        split = urlsplit(whole)
        is_web = split.scheme in {"http", "https"} and bool(split.hostname) and split.port != 0
    except ValueError:
        return ""
    return whole if is_web and told else ""


def _without_fragment(address: str) -> str:
    return urlunsplit(urlsplit(address)._replace(fragment=""))
