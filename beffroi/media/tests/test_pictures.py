import io
import struct
import zlib

import pytest
from PIL import Image

from beffroi.media.pictures import ENCODED_BYTES_MAX, SIDE_MAX, prepare
from beffroi.media.problems import FileRefused, Problem


def encoded(
    size: tuple[int, int], *, mode: str = "RGB", format_name: str = "JPEG", **options: object
) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, "teal").save(buffer, format_name, **options)
    return buffer.getvalue()


def forged_png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def test_a_photo_is_kept_with_its_size() -> None:
    picture = prepare(encoded((1200, 800)))
    assert (picture.width, picture.height, picture.media_type) == (1200, 800, "image/jpeg")


def test_a_large_photo_is_made_to_fit_every_network() -> None:
    noise = Image.effect_noise((4000, 3000), 90).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG", quality=95)
    picture = prepare(buffer.getvalue())
    assert max(picture.width, picture.height) == SIDE_MAX
    assert len(picture.content) <= ENCODED_BYTES_MAX


def test_transparency_is_kept() -> None:
    picture = prepare(encoded((50, 50), mode="RGBA", format_name="PNG"))
    assert picture.media_type == "image/png"


def test_place_and_device_are_removed_and_the_photo_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "CANARY-CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    picture = prepare(encoded((60, 40), exif=exif))
    assert (picture.width, picture.height) == (40, 60)
    assert b"CANARY" not in picture.content
    assert not Image.open(io.BytesIO(picture.content)).getexif()


def test_what_follows_the_picture_is_not_kept() -> None:
    picture = prepare(encoded((30, 30)) + b"<script>alert(1)</script>")
    assert b"script" not in picture.content + picture.thumbnail


@pytest.mark.parametrize(
    ("upload", "problem"),
    [
        (b"", Problem.EMPTY),
        (b"\0" * 20_000_001, Problem.TOO_HEAVY),
        (b"<html><script>alert(1)</script></html>", Problem.UNREADABLE),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', Problem.UNREADABLE),
        (encoded((300, 300), format_name="PNG")[:120], Problem.UNREADABLE),
        (forged_png(60_000, 60_000), Problem.TOO_LARGE),
        (forged_png(7_100, 7_100), Problem.TOO_LARGE),
        (forged_png(1, 30_001), Problem.TOO_LARGE),
        (forged_png(0, 0), Problem.UNREADABLE),
        (forged_png(40, 40), Problem.UNREADABLE),
    ],
    ids=[
        "empty",
        "heavy",
        "html",
        "svg",
        "truncated",
        "forged huge",
        "forged large",
        "one long row",
        "no pixels",
        "no data",
    ],
)
def test_anything_else_is_refused_with_its_reason(upload: bytes, problem: Problem) -> None:
    with pytest.raises(FileRefused) as caught:
        prepare(upload)
    assert caught.value.problem is problem


def test_only_the_first_frame_of_an_animation_is_kept() -> None:
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue", "green")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    assert getattr(Image.open(io.BytesIO(prepare(buffer.getvalue()).content)), "n_frames", 1) == 1


def test_a_transparent_picture_too_heavy_for_png_has_a_small_version_of_the_same_type() -> None:
    noise = Image.effect_noise((900, 900), 120).convert("RGB")
    noise.putalpha(Image.effect_noise((900, 900), 120))
    buffer = io.BytesIO()
    noise.save(buffer, "PNG")
    picture = prepare(buffer.getvalue(), bytes_max=600_000)
    assert picture.media_type == "image/jpeg"
    for content in (picture.content, picture.thumbnail):
        assert Image.open(io.BytesIO(content)).format == "JPEG"
