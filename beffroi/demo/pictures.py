"""The pictures of the demo, drawn here so that they belong to nobody. Pure: no file, no Django."""

from __future__ import annotations

import io
import math
from collections.abc import Callable

from PIL import Image, ImageDraw

SIZE = (800, 600)
#: Drawn larger, then reduced: edges come out smooth.
_SCALE = 2
_WIDE, _HIGH = SIZE[0] * _SCALE, SIZE[1] * _SCALE
_CRUST, _CRUST_LIGHT, _CRUST_DARK, _CRUMB = "#b9772f", "#d99c55", "#8c5214", "#f3dfbd"
_WOOD, _WOOD_DARK, _INK = "#c79a6b", "#a67c50", "#14213d"

Draw = ImageDraw.ImageDraw


#: What each picture shows, for those who do not see it.
ALT_TEXTS = {
    "shop": "Dessin : la devanture de l’Atelier Martin au lever du jour, fenêtre éclairée.",
    "loaf": "Dessin : une miche de campagne grignée, posée sur une planche de bois.",
    "brioche": "Dessin : une brioche dorée à tête, dans son moule cannelé.",
    "tart": "Dessin : une tarte au sucre vue d’en haut, une part déjà coupée.",
    "croissant": "Dessin : un croissant doré sur un fond crème.",
    "oven": "Dessin : la bouche du four, braises rouges et trois pains alignés.",
    "sandwich": "Dessin : un sandwich en baguette, salade et jambon, coupé en deux.",
    "wheel": "Dessin : une roue de vélo et ses rayons sur un fond bleu clair.",
}


def drawn(name: str) -> bytes:
    """Return the picture called `name` as a JPEG."""
    sky, ground, draw = _PICTURES[name]
    image = _gradient(sky, ground)
    draw(ImageDraw.Draw(image))
    buffer = io.BytesIO()
    image.reduce(_SCALE).save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def _gradient(top: str, bottom: str) -> Image.Image:
    shade = Image.linear_gradient("L").resize((_WIDE, _HIGH))
    plain = [Image.new("RGB", (_WIDE, _HIGH), colour) for colour in (bottom, top)]
    return Image.composite(plain[0], plain[1], shade)


def _x(share: float) -> float:
    return share * _WIDE


def _y(share: float) -> float:
    return share * _HIGH


def _oval(draw: Draw, x: float, y: float, wide: float, high: float, fill: str) -> None:
    """Fill an ellipse around (x, y), all in shares of the picture."""
    box = (_x(x - wide / 2), _y(y - high / 2), _x(x + wide / 2), _y(y + high / 2))
    draw.ellipse(box, fill=fill)


def _slab(draw: Draw, box: tuple[float, float, float, float], fill: str, round_: float = 0) -> None:
    left, top, right, bottom = box
    corners = (_x(left), _y(top), _x(right), _y(bottom))
    draw.rounded_rectangle(corners, radius=_x(round_), fill=fill)


def _line(draw: Draw, points: list[tuple[float, float]], fill: str, width: float) -> None:
    placed = [(_x(x), _y(y)) for x, y in points]
    draw.line(placed, fill=fill, width=round(_x(width)), joint="curve")
    radius = _x(width) / 2
    for x, y in (placed[0], placed[-1]):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def _board(draw: Draw) -> None:
    _slab(draw, (0.1, 0.7, 0.9, 0.8), _WOOD_DARK, 0.03)
    _slab(draw, (0.1, 0.68, 0.9, 0.77), _WOOD, 0.03)


def _loaf(draw: Draw) -> None:
    _board(draw)
    _oval(draw, 0.5, 0.52, 0.56, 0.44, _CRUST_DARK)
    _oval(draw, 0.5, 0.5, 0.55, 0.42, _CRUST)
    _oval(draw, 0.46, 0.43, 0.38, 0.22, _CRUST_LIGHT)
    for start in (0.34, 0.44, 0.54):
        slash = [(start, 0.56), (start + 0.05, 0.46), (start + 0.12, 0.38)]
        _line(draw, slash, _CRUMB, 0.018)


def _brioche(draw: Draw) -> None:
    _oval(draw, 0.5, 0.84, 0.5, 0.07, "#e2cfae")
    _oval(draw, 0.5, 0.5, 0.5, 0.36, _CRUST)
    _oval(draw, 0.47, 0.45, 0.36, 0.22, _CRUST_LIGHT)
    _oval(draw, 0.5, 0.29, 0.22, 0.26, _CRUST)
    _oval(draw, 0.48, 0.25, 0.14, 0.14, _CRUST_LIGHT)
    mould = [(0.25, 0.54), (0.75, 0.54), (0.66, 0.84), (0.34, 0.84)]
    draw.polygon([(_x(x), _y(y)) for x, y in mould], fill="#6d7688")
    for number in range(9):
        top, foot = 0.28 + number * 0.055, 0.36 + number * 0.035
        _line(draw, [(top, 0.56), (foot, 0.82)], "#8b94a6", 0.008)


def _tart(draw: Draw) -> None:
    _oval(draw, 0.5, 0.52, 0.66, 0.86, "#fffaf0")
    _oval(draw, 0.5, 0.5, 0.56, 0.74, _CRUST_DARK)
    _oval(draw, 0.5, 0.5, 0.54, 0.71, _CRUST)
    _oval(draw, 0.5, 0.5, 0.47, 0.62, "#e0a24c")
    for number in range(40):
        turn, far = number * 2.4, 0.19 * math.sqrt(number / 40)
        place = 0.5 + far * math.cos(turn), 0.5 + far * 4 / 3 * math.sin(turn)
        _oval(draw, *place, 0.028, 0.028, "#c98631" if number % 3 else "#f0c478")
    crust = (_x(0.215), _y(0.12), _x(0.785), _y(0.88))
    draw.pieslice(crust, start=-68, end=-22, fill="#fffaf0")


def _croissant(draw: Draw) -> None:
    _oval(draw, 0.5, 0.78, 0.7, 0.08, "#e8d5b3")
    for number in range(-4, 5):
        turn = math.pi / 2 + number * 0.3
        x, y = 0.5 - 0.3 * math.cos(turn), 0.8 - 0.46 * math.sin(turn)
        large = 1 - abs(number) / 6
        _oval(draw, x, y, 0.2 * large, 0.36 * large, _CRUST_DARK)
        _oval(draw, x, y - 0.012, 0.18 * large, 0.33 * large, _CRUST)
        _oval(draw, x - 0.012, y - 0.05, 0.09 * large, 0.18 * large, _CRUST_LIGHT)


def _shop(draw: Draw) -> None:
    _slab(draw, (0, 0.86, 1, 1), "#8f8a86")
    _slab(draw, (0.12, 0.16, 0.88, 0.88), "#8e4b35")
    for row in range(8):
        for column in range(10):
            left = 0.125 + column * 0.076 + (row % 2) * 0.02
            top = 0.17 + row * 0.088
            _slab(draw, (left, top, min(left + 0.07, 0.875), top + 0.078), "#9d5740", 0.003)
    _slab(draw, (0.14, 0.3, 0.86, 0.41), _INK, 0.008)
    for number in range(13):  # letters too far to be read
        tall = 0.045 if number in {0, 8} else 0.03
        left = 0.3 + number * 0.032
        _slab(draw, (left, 0.375 - tall, left + 0.018, 0.375), "#e0c08a", 0.003)
    _slab(draw, (0.18, 0.46, 0.6, 0.84), "#ffd98a", 0.008)
    for shelf in (0.58, 0.7, 0.82):
        _slab(draw, (0.19, shelf, 0.59, shelf + 0.012), _WOOD_DARK)
        for number in range(6):
            _oval(draw, 0.225 + number * 0.066, shelf - 0.025, 0.055, 0.05, _CRUST)
    _slab(draw, (0.66, 0.46, 0.81, 0.88), "#23325c", 0.008)
    _slab(draw, (0.685, 0.5, 0.785, 0.7), "#ffd98a", 0.006)
    _oval(draw, 0.69, 0.75, 0.014, 0.02, "#e0c08a")


def _oven(draw: Draw) -> None:
    for row in range(9):
        for column in range(9):
            left = column * 0.125 - (row % 2) * 0.06
            box = (left, row * 0.115, left + 0.118, row * 0.115 + 0.105)
            _slab(draw, box, "#6e4a3c" if (row + column) % 3 else "#7b5546", 0.005)
    _oval(draw, 0.5, 0.48, 0.76, 0.78, "#3a2620")
    _slab(draw, (0.12, 0.48, 0.88, 0.86), "#3a2620")
    _oval(draw, 0.5, 0.52, 0.66, 0.68, "#160d0b")
    _slab(draw, (0.17, 0.52, 0.83, 0.84), "#160d0b")
    for number in range(15):
        x, large = 0.2 + number * 0.043, 0.05 + 0.03 * math.sin(number * 1.7) ** 2
        _oval(draw, x, 0.58, large, large, "#b5341c")
        _oval(draw, x, 0.58, large * 0.6, large * 0.6, "#ffb347")
    _slab(draw, (0.17, 0.74, 0.83, 0.86), "#4a352c")
    for x in (0.3, 0.5, 0.7):
        _oval(draw, x, 0.71, 0.18, 0.15, _CRUST)
        _oval(draw, x - 0.01, 0.68, 0.12, 0.07, _CRUST_LIGHT)
        _line(draw, [(x - 0.04, 0.71), (x + 0.05, 0.67)], _CRUMB, 0.008)


def _sandwich(draw: Draw) -> None:
    _board(draw)
    for left in (0.14, 0.52):
        right = left + 0.34
        _slab(draw, (left, 0.53, right, 0.68), _CRUST, 0.04)
        _slab(draw, (left + 0.005, 0.53, right - 0.005, 0.58), _CRUMB, 0.01)
        for number in range(7):
            _oval(draw, left + 0.03 + number * 0.047, 0.52, 0.07, 0.07, "#6f9a4a")
        _slab(draw, (left + 0.01, 0.47, right - 0.01, 0.51), "#e59a93", 0.01)
        _slab(draw, (left + 0.02, 0.44, right - 0.02, 0.47), "#f2cf63", 0.006)
        _slab(draw, (left, 0.3, right, 0.44), _CRUST, 0.05)
        _slab(draw, (left + 0.03, 0.31, right - 0.04, 0.36), _CRUST_LIGHT, 0.02)


def _wheel(draw: Draw) -> None:
    _slab(draw, (0, 0.9, 1, 1), "#8fa3b8")
    _oval(draw, 0.5, 0.49, 0.63, 0.84, "#1d2536")
    _oval(draw, 0.5, 0.49, 0.585, 0.78, "#c9d3df")
    _oval(draw, 0.5, 0.49, 0.56, 0.746, "#e8f0f7")
    for number in range(16):
        turn = number * math.pi / 8
        edge = 0.5 + 0.278 * math.cos(turn), 0.49 + 0.371 * math.sin(turn)
        _line(draw, [(0.5, 0.49), edge], "#7d8aa0", 0.003)
    _oval(draw, 0.5, 0.49, 0.07, 0.093, "#b9772f")
    _oval(draw, 0.5, 0.49, 0.03, 0.04, "#f3dfbd")


#: The colours of the top and the bottom of the background, and what is drawn on it.
_PICTURES: dict[str, tuple[str, str, Callable[[Draw], None]]] = {
    "shop": ("#f3b27a", "#f9e3c8", _shop),
    "loaf": ("#faf1e3", "#ecd6b4", _loaf),
    "brioche": ("#fdf6ea", "#f1dcb8", _brioche),
    "tart": ("#e9ddd0", "#d8c3ab", _tart),
    "croissant": ("#fdf8ef", "#f4e3c6", _croissant),
    "oven": ("#5b4036", "#4a332b", _oven),
    "sandwich": ("#eef1e4", "#dfe3cd", _sandwich),
    "wheel": ("#dcebf7", "#bcd3e6", _wheel),
}
