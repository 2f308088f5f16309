"""Real files with bytes changed at random: each is still answered, and what is read of it can be stored.

Two thousand in every run, the same ones; `REFORM_FUZZ=20000 pytest tests/sources/test_fuzz.py` tries as many, with
other seeds each time. The seed that fails is in the name of the failing file, which is kept.
"""

import io
import os
import random
import time
import zipfile
from pathlib import Path

from orchestration.settings import SAMPLES
from sources.inbox import scan
from sources.limits import Limits
from sources.rows import FileState
from sources.vocabulary import Vocabulary
from sources.workers import read_files
from tests.sources.test_adversarial import told
from tests.sources.test_formats import binary, html, ods_table, xml

TRIES = int(os.environ.get("REFORM_FUZZ", "2000"))
SEED = 1 if "REFORM_FUZZ" not in os.environ else int(time.time())
LIMITS = Limits(seconds=30.0)
TOKENS = (
    b"\x00",
    b"\xff\xff\xff\xff",
    b"99999999",
    b"-1",
    b"<",
    b">",
    b'"',
    b"&#0;",
    b"\xe5",
    b"xml",
    b"A1:XFD1048576",
)


def mutated(source: random.Random, content: bytes) -> bytes:
    """Some bytes flipped, inserted, deleted or said twice."""
    for _ in range(source.choice((1, 1, 2, 8, 40))):
        place = source.randrange(len(content) + 1)
        stretch = content[place : place + source.choice((1, 4, 60))]
        match source.randrange(4):
            case 0:
                flipped = bytes(byte ^ 1 << source.randrange(8) for byte in stretch)
                content = content[:place] + flipped + content[place + len(stretch) :]
            case 1:
                content = content[:place] + source.choice(TOKENS) + content[place:]
            case 2:
                content = content[:place] + content[place + len(stretch) :]
            case _:
                content = content[:place] + stretch + content[place:]
    return content


def mutated_part(source: random.Random, content: bytes) -> bytes:
    """The same within one part of a zipped workbook, which stays a whole zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = source.choice(sorted(parts))
    parts[name] = mutated(source, parts[name])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, whole in parts.items():
            archive.writestr(part, whole)
    return buffer.getvalue()


def originals() -> list[bytes]:
    samples = (path.read_bytes() for path in sorted(SAMPLES.rglob("*")) if path.suffix in (".xlsx", ".xls", ".csv"))
    return [*samples, binary(), ods_table(), html("utf-8"), xml("utf-8")]


def test_changed_files_are_answered(tmp_path: Path) -> None:
    contents = originals()
    for number in range(TRIES):
        source = random.Random(SEED + number)
        content = source.choice(contents)
        mutate = mutated_part if content.startswith(b"PK") and source.random() < 0.8 else mutated
        (tmp_path / f"{SEED + number}.xlsx").write_bytes(mutate(source, content))
    files = {file.path: file.location for file in scan(tmp_path, LIMITS)}
    answered = 0
    for path, reading in read_files([(where, path) for path, where in files.items()], Vocabulary.load(), LIMITS):
        assert reading.state == FileState.LOADED or reading.findings, path
        assert not {"reading_timed_out", "reading_crashed"} & {finding.rule for finding in reading.findings}, path
        for text in told(reading):
            text.encode()
        answered += 1
    assert answered == len(files) >= TRIES
