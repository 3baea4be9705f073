"""The process that reads one uploaded video: python -m beffroi.media.wrapping IN OUT THUMBNAIL.

Prints what the video is as JSON, or the word of a `Problem` and exits with 1. It loads FFmpeg's
libraries, opens nothing but its own files, and is bound in memory, processor time and output.
"""

from __future__ import annotations

import json
import resource
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream
from PIL import Image

from beffroi.core.leash import end_with_parent
from beffroi.media.problems import FileRefused, Problem, is_full

#: What phones and editors write, and every network takes.
_VIDEO_CODECS = frozenset({"h264", "hevc"})
_SOUND_CODECS = frozenset({"aac"})
#: HEVC under the name that Apple's players take (HLS Authoring Specification, 1.10); not "hev1".
_TAGS = {"hevc": "hvc1"}
_THUMBNAIL_SIDE = 960
_SIDE_MAX = 8192
#: How much of the announced length may be missing: tracks end a little before one another.
_MISSING_MAX = 1.0
_MEMORY_BYTES = 2_000_000_000
_PROCESSOR_SECONDS = 120
_OUTPUT_BYTES = 1_100_000_000


def wrap(upload: Path, target: Path, thumbnail: Path) -> dict[str, float]:
    """Write `upload` anew to `target`, and its first image; return its sizes and length."""
    # Named, so that FFmpeg tries no other reader: a playlist would have it open other files.
    with av.open(str(upload), format="mov") as source:
        video = _video(source)
        rotation = _first_image(source, video, thumbnail)
        source.seek(0)
        seconds = _copied(source, video, target, rotation=rotation)
    width, height = video.width, video.height
    if rotation % 180:
        width, height = height, width
    return {"width": width, "height": height, "seconds": round(seconds, 3)}


def _video(source: InputContainer) -> VideoStream:
    if not source.streams.video:
        raise FileRefused(Problem.UNREADABLE)
    video = source.streams.video[0]
    if _codec(video) not in _VIDEO_CODECS:
        raise FileRefused(Problem.VIDEO_CODEC)
    if not 0 < video.width <= _SIDE_MAX or not 0 < video.height <= _SIDE_MAX:
        raise FileRefused(Problem.TOO_LARGE)
    if any(_codec(one) not in _SOUND_CODECS for one in source.streams.audio[:1]):
        raise FileRefused(Problem.SOUND_CODEC)
    return video


def _codec(stream: VideoStream | AudioStream) -> str:
    """Return the name of a track's codec, "" of one that FFmpeg does not know."""
    return str(getattr(stream.codec_context, "name", ""))


def _first_image(source: InputContainer, video: VideoStream, thumbnail: Path) -> int:
    """Keep the first image, upright; return by how many degrees it was turned."""
    frame = next(source.decode(video), None)
    if frame is None:
        raise FileRefused(Problem.UNREADABLE)
    image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
    if frame.rotation:
        image = image.rotate(frame.rotation, expand=True)
    image.thumbnail((_THUMBNAIL_SIDE, _THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    image.save(thumbnail, "JPEG", quality=80)
    return int(frame.rotation)


def _copied(source: InputContainer, video: VideoStream, target: Path, *, rotation: int) -> float:
    """Copy image and sound without decoding them; return the length in seconds."""
    options = {"movflags": "+faststart"}
    with av.open(str(target), "w", format="mp4", options=options) as wrapped:
        image_track = wrapped.add_stream_from_template(video)
        if video.codec_context.name in _TAGS:
            image_track.codec_context.codec_tag = _TAGS[video.codec_context.name]
        if rotation:
            image_track.set_display_rotation(rotation)
        tracks: dict[int, Stream] = {video.index: image_track}
        for sound in source.streams.audio[:1]:
            tracks[sound.index] = wrapped.add_stream_from_template(sound)
        end = Fraction(0)
        for packet in source.demux(*(source.streams[index] for index in tracks)):
            if packet.dts is None:
                continue  # the last one of a track says only that it ends
            if packet.stream is video:
                end = max(end, _end(packet))
            packet.stream = tracks[packet.stream.index]
            wrapped.mux(packet)
    _check_whole(video, seconds=float(end))
    return float(end)


def _end(packet: Packet[Any]) -> Fraction:
    begins = packet.dts if packet.pts is None else packet.pts
    return ((begins or 0) + (packet.duration or 0)) * (packet.time_base or Fraction(0))


def _check_whole(video: VideoStream, *, seconds: float) -> None:
    announced = float((video.duration or 0) * (video.time_base or 0))
    if round(seconds, 3) <= 0 or announced - seconds > _MISSING_MAX:
        raise FileRefused(Problem.CUT_SHORT)


def _bind() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_OUTPUT_BYTES, _OUTPUT_BYTES))


def _give_up(problem: Problem) -> NoReturn:
    sys.stdout.write(problem.value)
    raise SystemExit(1)


def main(upload: str, target: str, thumbnail: str) -> None:
    """Read one video. Exits with 1 when it is not taken."""
    _bind()
    end_with_parent()
    try:
        told = wrap(Path(upload), Path(target), Path(thumbnail))
    except FileRefused as refused:
        _give_up(refused.problem)
    except (FFmpegError, OSError, ValueError, MemoryError) as error:
        _give_up(Problem.NO_ROOM if is_full(error) else Problem.UNREADABLE)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
