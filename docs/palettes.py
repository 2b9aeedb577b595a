"""Makes the pictures of the guide small: 256 colours are enough for pages, and take a third of the bytes."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {2: 3, 6: 4}
"""The bytes of a pixel by the colour type that the file names."""
MOST_COLOURS = 256
Colour = tuple[int, int, int]


def with_palette(png: bytes) -> bytes:
    """Return a picture of eight-bit colours as one that looks its colours up; rare ones become the nearest kept."""
    parts = _parts(png)
    width, height, _depth, kind = struct.unpack(">IIBB", parts[b"IHDR"][:10])
    lines = list(_lines(zlib.decompress(parts[b"IDAT"]), width * CHANNELS[kind], CHANNELS[kind]))
    pixels = [list(zip(*(line[each :: CHANNELS[kind]] for each in range(3)), strict=True)) for line in lines]
    counted = Counter(colour for line in pixels for colour in line)
    palette = [colour for colour, _count in counted.most_common(MOST_COLOURS)]
    places = {colour: place for place, colour in enumerate(palette)}
    places |= {colour: _nearest(colour, palette) for colour in counted if colour not in places}
    body = b"".join(b"\0" + bytes(places[colour] for colour in line) for line in pixels)
    return SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", b"".join(map(bytes, palette))),
            _chunk(b"IDAT", zlib.compress(body, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _parts(png: bytes) -> dict[bytes, bytes]:
    """Return the contents of a file by the names of its chunks; what is spread over several is joined."""
    parts: dict[bytes, bytes] = {}
    at = len(SIGNATURE)
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        parts[name] = parts.get(name, b"") + png[at + 8 : at + 8 + length]
        at += length + 12
    return parts


def _lines(body: bytes, length: int, step: int) -> Iterator[bytearray]:
    """Yield the lines of pixels, each without the filter that prepared it for compression."""
    above = bytearray(length)
    for start in range(0, len(body), length + 1):
        line = bytearray(body[start + 1 : start + 1 + length])
        _unfilter(body[start], line, above, step)
        yield line
        above = line


def _unfilter(way: int, line: bytearray, above: bytearray, step: int) -> None:
    for at, byte in enumerate(line) if way else ():
        left, corner = (line[at - step], above[at - step]) if at >= step else (0, 0)
        line[at] = (byte + _expected(way, left, above[at], corner)) & 0xFF


def _expected(way: int, left: int, up: int, corner: int) -> int:
    """Return what a byte was expected to be: PNG's filters Sub, Up, Average and Paeth."""
    match way:
        case 1:
            return left
        case 2:
            return up
        case 3:
            return (left + up) // 2
    guess = left + up - corner
    return min((left, up, corner), key=lambda each: abs(guess - each))


def _nearest(colour: Colour, palette: list[Colour]) -> int:
    red, green, blue = colour
    far = [(r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2 for r, g, b in palette]
    return far.index(min(far))


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
