"""What is told about archives: why one was refused, why a file was passed over, whose it is."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NETWORK_NAMES: dict[str, str] = {
    "bluesky": "Bluesky",
    "facebook": "Facebook",
    "google_business": "Google",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "mastodon": "Mastodon",
    "trustpilot": "Trustpilot",
    "x": "X",
    "youtube": "YouTube",
}
#: Those that have a mark of their own among our icons.
MARKED = frozenset(NETWORK_NAMES) - {"trustpilot", "google_business"}

KIND_NAMES = {
    "post:post": gettext_lazy("Posts"),
    "post:story": gettext_lazy("Stories"),
    "post:video": gettext_lazy("Videos and reels"),
    "post:article": gettext_lazy("Articles"),
    "post:repost": gettext_lazy("Reposts"),
    "post:comment": gettext_lazy("Our comments elsewhere"),
    "feedback:comment": gettext_lazy("Comments received"),
    "feedback:review": gettext_lazy("Reviews received"),
    "count": gettext_lazy("Counters"),
}


def network_name(key: str) -> str:
    """Return whose export it is."""
    return NETWORK_NAMES.get(key) or (_("Table (CSV)") if key == "plain" else "")


def explain(problem: str) -> str:
    """Return one sentence on why an archive is not taken or not read, and what to do."""
    known = {
        "empty": _("The file is empty. Choose the file that the network gave you."),
        "none": _("Choose a file first."),
        "too_large": _(
            "The file is larger than 2 GB. Ask the network for a shorter period, or for an "
            "archive without photos and videos."
        ),
        "encrypted": _(
            "The archive is locked by a password. Unpack it on your computer, pack it again "
            "without a password, and give us that one."
        ),
        "bomb": _(
            "The archive swells beyond all measure when it is read. Networks do not make such "
            "files, so nothing of it was kept."
        ),
        "overlap": _(
            "The files in this archive lie over one another. Networks do not make such files, so "
            "nothing of it was kept."
        ),
        "cut_short": _(
            "The archive is cut short or damaged. Download it once more from the network, then "
            "try again."
        ),
        "too_many": _("The archive holds more than two million files, which is not read."),
        "foreign": _(
            "This kind of archive is not read. Unpack it on your computer, pack it again as a zip "
            "file, and give us that one."
        ),
        "disk_full": _(
            "The disk of the server is full, so the archive could not be kept. Make room, then "
            "try again."
        ),
        "another": _(
            "Another archive is being read in this workspace. Wait until it is over, or stop it."
        ),
        "file_lost": _(
            "The file is no longer on the server, for instance after a restore: archives are not "
            "part of backups. Give it to us once more; what was read already will not double."
        ),
        "given_up": _(
            "Reading failed several times and was given up. What was read so far is kept. Try "
            "once more; nothing will double."
        ),
    }
    return known.get(problem, known["given_up"])


def row_words(problem: str) -> str:
    """Return in a few words why rows of a table are not kept."""
    known = {
        "kind": _("the kind is none that Beffroi knows"),
        "date": _("no date, or none that can be read"),
        "empty": _("neither words, stars nor a number"),
    }
    return known.get(problem, problem)


def reason_words(reason: str) -> str:
    """Return in a few words why a file was not read, or not to its end."""
    known = {
        "unknown": _("Not known; holds nothing that Beffroi reads"),
        "dangerous_name": _("Its name leads out of the archive; passed over"),
        "damaged": _("Damaged; read as far as it goes"),
        "cut_short": _("Cut short; read as far as it goes"),
        "nested": _("An archive inside an archive; give it to us by itself"),
        "compression": _("Packed in a way that is not read"),
        "too_deep": _("Nested too deeply; not read to its end"),
        "too_long": _("Holds a text without end; not read to its end"),
        "encoding": _("Written in an unknown alphabet"),
        "unclosed": _(
            "A quotation mark is never closed: what follows it was read as one text. Close it, "
            "then give us the table once more"
        ),
    }
    return known.get(reason, known["unknown"])
