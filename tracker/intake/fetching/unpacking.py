"""A body unpacked piece by piece, so that a small one that unpacks to a huge one is seen before it is there."""

import zlib
from collections.abc import Iterable, Iterator

PACKINGS = {"", "identity", "gzip", "x-gzip", "deflate"}
PIECE = 64 * 1024  # bytes


class Broken(ValueError):
    """The body cannot be unpacked, or ends before its end."""


class TooMuch(ValueError):
    """More bytes than are wanted, packed or unpacked."""


def whole(pieces: Iterable[bytes], packing: str, most: int) -> bytes:
    """The body that comes in `pieces`, packed as one of PACKINGS. Raises TooMuch, Broken."""
    came = _counted(pieces, most)
    unpacked = came if packing in ("", "identity") else _unpacked(came, packing)
    return b"".join(_counted(unpacked, most))


def _counted(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise TooMuch
        yield piece


def _unpacked(pieces: Iterable[bytes], packing: str) -> Iterator[bytes]:
    """Some servers mean zlib by deflate, some the bare stream; gzip may come in several members, one after the other."""
    engine = None
    try:
        for piece in pieces:
            while piece:
                if engine is None or engine.eof:
                    engine = _engine(piece, packing)
                yield engine.decompress(piece, PIECE)
                piece = engine.unused_data if engine.eof else engine.unconsumed_tail
        if engine is not None:
            yield engine.flush()
    except zlib.error as error:
        raise Broken from error
    if engine is not None and not engine.eof:
        raise Broken


def _engine(start: bytes, packing: str):
    is_bare = packing == "deflate" and start[0] & 0x0F != 8  # zlib's first byte names its method
    return zlib.decompressobj(wbits=-zlib.MAX_WBITS if is_bare else zlib.MAX_WBITS | 32)
