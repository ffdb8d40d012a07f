"""Unpacking parts of packages: the same bytes as the standard library gives, and damage told as such."""

import random
import zipfile
from io import BytesIO

import pytest

from indicators.spreadsheet.unpacking import unpacked

CONTENT = b"".join(b'<row r="%d"><c><v>%d</v></c></row>' % (row, row * 7919 % 1000) for row in range(60_000))
NOISE = random.Random(7).randbytes(300_000)


def package(content=CONTENT, method=zipfile.ZIP_DEFLATED):
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method) as made:
        made.writestr("before.xml", b"<other/>" * 100)
        made.writestr("sheet.xml", content)
        made.writestr("after.xml", b"<other/>")
    return target


def read(target, size):
    with zipfile.ZipFile(target) as opened, unpacked(opened, "sheet.xml") as content:
        blocks = []
        while block := content.read(size):
            blocks.append(block)
            assert content.tell() == sum(map(len, blocks))
        return blocks


def damaged(change):
    """A package of which one byte of the packed part is another, or the stated checksum is."""
    target = package(NOISE)
    with zipfile.ZipFile(target) as made:
        member = made.getinfo("sheet.xml")
    raw = bytearray(target.getvalue())
    change(raw, member)
    return BytesIO(raw)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("size", [4_000, 1024 * 1024, 100 * 1024 * 1024])
@pytest.mark.parametrize("content", [CONTENT, NOISE, b"", b"x"], ids=["rows", "noise", "nothing", "one byte"])
def test_content_comes_whole_and_in_order(content, size, method):
    blocks = read(package(content, method), size)

    assert b"".join(blocks) == content
    assert all(len(block) == size for block in blocks[:-1])


def test_a_part_that_is_not_there():
    with zipfile.ZipFile(package()) as opened, pytest.raises(KeyError), unpacked(opened, "other.xml"):
        pass


def _other_checksum(raw, member):
    listed = raw.rfind(b"PK\x01\x02", 0, raw.rfind(b"sheet.xml"))
    raw[listed + 16] ^= 0xFF


def _other_block(raw, member):
    raw[member.header_offset + 30 + len(member.filename)] = 0xFF


def _shorter(raw, member):
    listed = raw.rfind(b"PK\x01\x02", 0, raw.rfind(b"sheet.xml"))
    raw[listed + 20 : listed + 24] = (member.compress_size - 5000).to_bytes(4, "little")


@pytest.mark.parametrize("change", [_other_checksum, _other_block, _shorter])
@pytest.mark.parametrize("size", [4_000, 100 * 1024 * 1024])
def test_damage_is_told(change, size):
    with pytest.raises(zipfile.BadZipFile):
        read(damaged(change), size)
