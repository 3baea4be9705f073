"""What to say when a page is not printed: what happened, and what remains."""

from __future__ import annotations

from django.utils.translation import gettext as _

from beffroi.printing.errors import PrintingFailed, Reason


def sentence(error: PrintingFailed) -> str:
    """Return why there is no PDF, and what to do, in the reader's language."""
    if error.reason is Reason.LIBRARY_MISSING:
        return _missing(error.package)
    remains = _("Your browser can print the page itself.")
    return f"{_why(error.reason)} {remains}"


def _missing(package: str) -> str:
    text = _(
        "The PDF cannot be made: %(package)s is missing on the server. Whoever looks after it "
        "installs it with “apt install %(package)s”. Your browser can print the page itself."
    )
    return text % {"package": package}


def _why(reason: Reason) -> str:
    return {
        Reason.BUSY: _("Other PDFs are being made: try again in a minute."),
        Reason.TOO_LARGE: _("The page is too long for a PDF."),
        Reason.TOO_MANY_PAGES: _("The page is too long for a PDF."),
        Reason.TOO_HEAVY: _("The PDF wants more memory than it may have."),
        Reason.TOO_SLOW: _("The PDF took too long, and was given up."),
    }.get(reason, _("The PDF could not be made: try again in a minute."))
