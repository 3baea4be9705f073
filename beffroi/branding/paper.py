"""An agency's colour on paper and in mails, which fetch nothing."""

from __future__ import annotations

from email.mime.image import MIMEImage

from django.core.mail import EmailMultiAlternatives

from beffroi.branding import queries
from beffroi.branding.queries import Look
from beffroi.core.mailing import with_rules

LOGO_ID = "logo"


def on_paper(html: str, look: Look | None) -> str:
    """Return a page with the agency's colour, for printing."""
    if look is None or look.shades is None:
        return html
    accent = look.shades.light
    return with_rules(html, f".branded h1{{color:{accent}}}.paper-head b{{color:{accent}}}")


def in_mail(html: str, look: Look | None) -> str:
    """Return a mail with the agency's colour in its buttons and its name, on light and on dark."""
    if look is None or look.shades is None:
        return html
    light, dark = look.shades.light, look.shades.dark
    colours = (
        f".mail-brand{{color:{light}}}.mail a.mail-btn{{background:{light};color:#fff}}"
        f"@media (prefers-color-scheme:dark){{.mail-brand{{color:{dark}}}"
        f".mail a.mail-btn{{background:{dark};color:#141e31}}}}"
    )
    return with_rules(html, colours)


def attach_logo(mail: EmailMultiAlternatives, look: Look | None) -> None:
    """Send the logo with a mail that names it by `LOGO_ID`, so that nothing is fetched."""
    found = queries.logo(look)
    if found is None:
        return
    content, kind = found
    part = MIMEImage(content, _subtype=kind.removeprefix("image/"))
    part.add_header("Content-ID", f"<{LOGO_ID}>")
    part.add_header("Content-Disposition", "inline")
    mail.mixed_subtype = "related"  # type: ignore[attr-defined]
    mail.attach(part)
