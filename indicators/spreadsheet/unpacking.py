"""Unpacking a large part of a package several times faster than the standard library does."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import IO, Protocol

from isal import igzip_lib, isal_zlib

_PACKED_BLOCK = 1024 * 1024
_ENCRYPTED = 0x1


class Content(Protocol):
    """What a part holds, from its beginning on."""

    def read(self, size: int) -> bytes:
        """The next bytes, ``size`` of them where there are so many. Raises ``zipfile.BadZipFile``."""

    def tell(self) -> int:
        """How many bytes were read."""


@contextmanager
def unpacked(package: zipfile.ZipFile, part: str) -> Iterator[Content]:
    """The content of a part of a package. Raises ``zipfile.BadZipFile``, KeyError where there is no such part."""
    member = package.getinfo(part)
    if member.compress_type != zipfile.ZIP_DEFLATED or member.flag_bits & _ENCRYPTED:
        with package.open(member) as content:
            yield content
        return
    with package.open(_as_it_lies(member)) as packed:
        yield _Deflated(packed, member.CRC)


def _as_it_lies(member: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The packed bytes of a part as a part of their own, for which no checksum is stated."""
    packed = copy(member)
    packed.compress_type, packed.file_size = zipfile.ZIP_STORED, member.compress_size
    del packed.CRC
    return packed


class _Deflated:
    def __init__(self, packed: IO[bytes], checksum: int) -> None:
        self._packed, self._stated = packed, checksum
        self._inflating = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_DEFLATE)
        self._checksum = self._read = 0

    def tell(self) -> int:
        return self._read

    def read(self, size: int) -> bytes:
        blocks: list[bytes] = []
        while size > 0 and not self._inflating.eof:
            blocks.append(self._next(size))
            size -= len(blocks[-1])
        return b"".join(blocks)

    def _next(self, most: int) -> bytes:
        packed = self._packed.read(_PACKED_BLOCK) if self._inflating.needs_input else b""
        if self._inflating.needs_input and not packed:
            raise zipfile.BadZipFile("a part ends too early")
        try:
            block = self._inflating.decompress(packed, most)
        except igzip_lib.IsalError as error:  # type: ignore[misc]  # its stub calls it a variable
            raise zipfile.BadZipFile(str(error)) from error
        self._read += len(block)
        self._checksum = isal_zlib.crc32(block, self._checksum)
        if self._inflating.eof and self._checksum != self._stated:
            raise zipfile.BadZipFile("a part is not what its checksum says")
        return block
