"""Plain zip archives: what is read of them is what zipfile reads, and whatever is not plain is left to it."""

import io
import random
import zipfile
import zlib
from contextlib import suppress

import pytest

from sources.formats.zip_plain import LARGEST, plain_parts

CONTENTS = {"xl/workbook.xml": b"<workbook/>", "xl/sheet.xml": b"<row/>" * 500, "mimetype": b"", "docProps/a.xml": b"x"}


def archive(compression: int = zipfile.ZIP_DEFLATED, contents: dict[str, bytes] = CONTENTS) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as written:
        for name, content in contents.items():
            written.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_the_parts_of_a_plain_archive_are_those_that_were_packed(compression: int) -> None:
    packed = archive(compression)
    parts = plain_parts(packed, most=len(CONTENTS))
    assert parts is not None
    assert {part.filename: part.unpacked(packed) for part in parts} == CONTENTS


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        archive()[:-1],
        b"MZ" + archive(),
        archive() + b"\0",
        archive(zipfile.ZIP_BZIP2),
        archive(contents={"改革.xml": b""}),
        archive(contents={"a.xml": bytes(LARGEST + 1)}),
    ],
    ids=["nothing", "truncated", "behind other bytes", "before other bytes", "bzip2", "name", "large"],
)
def test_any_other_archive_is_left_to_zipfile(packed: bytes) -> None:
    assert plain_parts(packed, most=10) is None


def test_an_archive_of_more_parts_than_allowed_is_left_to_zipfile() -> None:
    assert plain_parts(archive(), most=len(CONTENTS) - 1) is None


def test_a_part_that_is_not_what_the_directory_says_is_not_unpacked() -> None:
    packed = archive(zipfile.ZIP_STORED)
    changed = packed.replace(b"<workbook/>", b"<workbook!>")
    parts = plain_parts(changed, most=10)
    assert parts is not None
    assert [part.unpacked(changed) is None for part in parts] == [True, False, False, False]


def test_no_more_is_inflated_than_the_directory_says() -> None:
    packed = archive(contents={"a.xml": bytes(10_000)})
    (part,) = plain_parts(packed, most=1) or []
    assert part._replace(file_size=100, checksum=zlib.crc32(bytes(100))).unpacked(packed) is None


def test_whatever_of_a_damaged_archive_is_unpacked_is_what_zipfile_unpacks() -> None:
    chance = random.Random(1)
    unpacked = 0
    for _ in range(3000):
        packed = bytearray(archive())
        for _ in range(chance.randint(1, 3)):
            packed[chance.randrange(len(packed))] = chance.choice((0, 1, 0xFF, chance.randrange(256)))
        damaged = bytes(packed)
        for part in plain_parts(damaged, most=10) or []:
            content = part.unpacked(damaged)
            if content is not None:
                with suppress(zipfile.BadZipFile, NotImplementedError), zipfile.ZipFile(io.BytesIO(damaged)) as read:
                    assert read.read(part.filename) == content
                    unpacked += 1
    assert unpacked > 1000
