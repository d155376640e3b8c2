"""Zip files are looked at before anything in them is unpacked: how many members, how large, how densely packed.

The sizes are what the archive declares; zipfile never unpacks more than that, so they are an upper bound.
"""

import lzma
import struct
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from tracker.intake.record import Refused

BEGINS = (b"PK\x03\x04", b"PK\x05\x06")
MOST_MEMBERS, MOST_UNPACKED, MOST_OF_A_PART = 1000, 100 * 1024 * 1024, 30 * 1024 * 1024
DENSEST, FREE = 100, 1024 * 1024  # bytes out of one packed, told above FREE unpacked bytes
FAULTS = (
    *(BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, LookupError, NotImplementedError, OSError),
    *(RuntimeError, ValueError, OverflowError),
)


def names(data: bytes) -> list[str]:
    """Names of the members, in order; [] where `data` is no zip, or too broken to tell."""
    if not data.startswith(BEGINS):
        return []
    try:
        with ZipFile(BytesIO(data)) as archive:
            return archive.namelist()
    except FAULTS:
        return []


def parts(data: bytes, kind: str) -> "Parts":
    """The Parts of a zip of the `kind` ("Word document"). Raises Refused where it is broken or a bomb."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except FAULTS as error:
        raise _damaged(kind) from error
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MOST_MEMBERS:
        raise Refused(f"This {kind} has {len(members):,} parts; up to {MOST_MEMBERS:,} are read. {_ANEW}")
    if unpacked > MOST_UNPACKED or unpacked > max(FREE, DENSEST * min(packed, len(data))):
        raise Refused(f"This {kind} would unpack to {unpacked / 1024 / 1024:,.0f} MB, which no report needs. {_ANEW}")
    return Parts(data, kind)


_ANEW = "Open it in its program, copy the text and paste it."


def _damaged(kind):
    return Refused(f"This {kind} is damaged and cannot be read. Ask for it again, or open it and paste its text.")


class Parts:
    """Members of a checked zip, read one at a time by name."""

    def __init__(self, data: bytes, kind: str):
        self._data, self._kind = data, kind
        self.names = set(names(data))

    def read(self, name: str) -> bytes:
        """The member's bytes, b"" where there is none. Raises Refused where it is too large or broken."""
        if name not in self.names:
            return b""
        try:
            with ZipFile(BytesIO(self._data)) as archive:
                if archive.getinfo(name).file_size > MOST_OF_A_PART:
                    raise Refused(
                        f"A part of this {self._kind} is larger than {MOST_OF_A_PART // 1024 // 1024} MB. {_ANEW}"
                    )
                return archive.read(name)
        except Refused:
            raise
        except FAULTS as error:
            raise _damaged(self._kind) from error
