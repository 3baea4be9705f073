"""Videos made for tests: the upper part red, the rest black, a silent sound."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

WIDTH, HEIGHT = 320, 240
_RATE = 10


@lru_cache
def film(
    *,
    seconds: int = 3,
    ending: str = "mp4",
    images: str = "libx264",
    sound: str = "aac",
    turned: int = 0,
) -> bytes:
    """Return a whole video file. `turned`: by how many degrees, as telephones write it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"film.{ending}"
        with av.open(str(path), "w") as container:
            container.metadata["location"] = "+48.8577+002.2950/"
            track = container.add_stream(images, rate=_RATE)
            assert isinstance(track, VideoStream)
            track.width, track.height, track.pix_fmt = WIDTH, HEIGHT, "yuv420p"
            if turned:
                track.set_display_rotation(turned)
            voice = container.add_stream(sound, rate=48_000) if sound else None
            for _ in range(seconds * _RATE):
                container.mux(track.encode(_frame()))
            container.mux(track.encode())
            if voice is not None:
                assert isinstance(voice, AudioStream)
                for part in _silence(seconds):
                    container.mux(voice.encode(part))
                container.mux(voice.encode())
        return path.read_bytes()


def _frame() -> VideoFrame:
    image = Image.new("RGB", (WIDTH, HEIGHT), "black")
    image.paste("red", (0, 0, WIDTH, 40))
    frame: VideoFrame = VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
    return frame


def _silence(seconds: int) -> list[AudioFrame]:
    parts = []
    for place in range(seconds * 50):
        part = AudioFrame(format="s16", layout="mono", samples=960)
        for plane in part.planes:
            plane.update(bytes(plane.buffer_size))
        part.sample_rate, part.pts = 48_000, place * 960
        parts.append(part)
    return parts


def red_at(picture: Path, place: tuple[int, int]) -> bool:
    """Tell whether a picture is red at `place`."""
    with Image.open(picture) as image:
        red, green, blue = image.convert("RGB").crop((*place, place[0] + 1, place[1] + 1)).tobytes()
    return red > 200 and max(green, blue) < 60
