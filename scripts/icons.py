"""Builds the icon sprite from unpacked `lucide-static` and `simple-icons` packages.

    python scripts/icons.py LUCIDE_FOLDER SIMPLE_ICONS_FOLDER [OLDER_SIMPLE_ICONS_FOLDER]

The older folder is asked for marks that newer versions dropped (LinkedIn).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "beffroi/web/static/web/icons.svg"

LUCIDE = """
arrow-left arrow-right at-sign ban bell bell-ring bookmark briefcase calendar-clock calendar-days
chart-column check check-check chevron-down chevron-left chevron-right circle-alert circle-check
circle-dashed circle-dot circle-help circle-off circle-pause clock cloud-off compass copy download
ellipsis external-link eye file-text fingerprint flag flask-conical frown funnel gauge globe
graduation-cap hand-heart handshake hash heart history hourglass image inbox info key-round
lightbulb link list list-checks lock log-out mail megaphone meh message-circle monitor moon
newspaper octagon-alert pause pencil phone play plug plus printer qr-code radar refresh-cw repeat
reply rotate-ccw rss scale scissors search send settings shield-alert shield-check shopping-bag
siren smartphone smile sparkles star sun sun-moon trash-2 trending-up upload user user-check
user-plus users x
""".split()  # noqa: SIM905 - a plain list is easier to keep sorted

NETWORKS = """
bluesky facebook google_business instagram linkedin mastodon feeds reddit wordpress x youtube
""".split()  # noqa: SIM905 - a plain list is easier to keep sorted
#: Where mentions come from that is no network.
OTHERS = {"file": "file-text"}
#: Networks whose mark has another name over there.
MARKS = {"google_business": "google", "feeds": "rss"}


def drawing(folders: list[Path], name: str) -> str:
    """Return what lies inside the `<svg>` of one icon, without title, comments or spaces."""
    path = next(folder / "icons" / f"{name}.svg" for folder in folders if _holds(folder, name))
    source = re.sub(r"<!--.*?-->|<title>.*?</title>", "", path.read_text(), flags=re.DOTALL)
    inside = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", source, flags=re.DOTALL)
    return re.sub(r"\s*/>", "/>", re.sub(r">\s+<", "><", inside)).strip()


def _holds(folder: Path, name: str) -> bool:
    return (folder / "icons" / f"{name}.svg").exists()


def sprite(lucide: Path, networks: list[Path]) -> str:
    """Return the sprite: `i-…` for Lucide, `n-…` for networks, all on a 24 px grid."""
    symbols = [("i-" + name, drawing([lucide], name)) for name in LUCIDE]
    symbols += [("n-" + name, drawing(networks, MARKS.get(name, name))) for name in NETWORKS]
    symbols += [("n-" + name, drawing([lucide], mark)) for name, mark in OTHERS.items()]
    lines = [f'<symbol id="{key}" viewBox="0 0 24 24">{body}</symbol>' for key, body in symbols]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *lines, "</svg>\n"])


if __name__ == "__main__":
    lucide_folder, *network_folders = map(Path, sys.argv[1:])
    TARGET.write_text(sprite(lucide_folder, network_folders))
