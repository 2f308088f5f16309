"""The inbox: whatever lies there is listed once under a readable name, and what is not opened says why."""

import io
import os
import stat
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from sources.inbox import InboxFile, fingerprint, list_locations, scan
from sources.limits import Limits
from sources.reading import read_file
from sources.rows import FileReading, FileState
from sources.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()


def workbook(title: str = "一项改革") -> bytes:
    book = openpyxl.Workbook()
    for row in (["序号", "改革事项"], [1, title]):
        book.worksheets[0].append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


WORKBOOK = workbook()


def archive(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return buffer.getvalue()


def renamed_in(zipped: bytes, before: str, after: bytes) -> bytes:
    """The archive with a member's ASCII name replaced, in both places, by bytes of another encoding."""
    assert len(before) == len(after)
    return zipped.replace(before.encode(), after)


def read(file: InboxFile) -> FileReading:
    return read_file(file.location, file.path, VOCABULARY)


def found(inbox: Path) -> dict[str, str]:
    """The rule of the first finding of every file of the inbox, "loaded" when it was read."""
    readings = {file.path: read(file) for file in scan(inbox)}
    return {
        path: "loaded" if reading.state == FileState.LOADED else reading.findings[0].rule
        for path, reading in readings.items()
    }


def test_files_are_listed_by_path_with_the_hash_of_their_content(inbox: Path) -> None:
    (inbox / "2021").mkdir()
    (inbox / "2021" / "b.xlsx").write_bytes(WORKBOOK)
    (inbox / "a.xlsx").write_bytes(WORKBOOK)
    for ignored in ("~$a.xlsx", ".a.xlsx", "README.md", "Thumbs.db"):
        (inbox / ignored).write_bytes(b"x")
    files = scan(inbox)
    assert [(file.path, file.size_bytes) for file in files] == [
        ("2021/b.xlsx", len(WORKBOOK)),
        ("a.xlsx", len(WORKBOOK)),
    ]
    assert files[0].sha256 == files[1].sha256
    assert files[0].file_id != files[1].file_id


def test_links_are_never_followed_and_always_told(inbox: Path, tmp_path: Path) -> None:
    (inbox / "a.xlsx").write_bytes(WORKBOOK)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.xlsx").write_bytes(WORKBOOK)
    (inbox / "link.xlsx").symlink_to(outside / "secret.xlsx")
    (inbox / "folder").symlink_to(outside)
    (inbox / "broken.xlsx").symlink_to(inbox / "nowhere.xlsx")
    assert found(inbox) == {
        "a.xlsx": "loaded",
        "broken.xlsx": "link_not_followed",
        "folder": "link_not_followed",
        "link.xlsx": "link_not_followed",
    }


def test_a_pipe_is_told_and_not_opened(inbox: Path) -> None:
    os.mkfifo(inbox / "pipe.xlsx")
    assert found(inbox) == {"pipe.xlsx": "not_a_file"}


@pytest.mark.parametrize("error", [PermissionError(13, "no"), FileNotFoundError(2, "no"), OSError(5, "I/O")])
def test_a_file_that_cannot_be_opened_harms_no_other(
    inbox: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    (inbox / "a.xlsx").write_bytes(WORKBOOK)
    (inbox / "b.xlsx").write_bytes(WORKBOOK)
    opened = Path.open

    def fail(path: Path, mode: str = "r") -> object:
        if path.name == "b.xlsx":
            raise error
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", fail)
    files = {file.path: file for file in scan(inbox)}
    assert read(files["b.xlsx"]).findings[0].rule == "file_not_opened"
    assert read(files["a.xlsx"]).state == FileState.LOADED


def test_a_file_that_vanishes_while_it_is_listed_is_told(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = inbox / "gone.xlsx"
    monkeypatch.setattr("sources.inbox.list_locations", lambda _: [gone])
    assert [read(file).findings[0].rule for file in scan(inbox)] == ["file_not_opened"]


def test_a_folder_that_cannot_be_opened_is_told(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "closed").mkdir()
    (inbox / "a.xlsx").write_bytes(WORKBOOK)
    listed = os.scandir

    def fail(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "no", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", fail)
    assert found(inbox) == {"a.xlsx": "loaded", "closed": "folder_not_opened"}


def test_an_inbox_that_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        scan(tmp_path / "nowhere")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="their names are always text")
def test_names_that_are_not_utf8_are_shown_as_they_were_meant(inbox: Path) -> None:
    for name in ("区发改委.xlsx".encode("gb18030"), b"\xff\xff.xlsx", b"\xff\xfe.xlsx"):
        Path(os.fsdecode(os.fsencode(inbox) + b"/" + name)).write_bytes(WORKBOOK)
    assert len(list_locations(inbox)) == 3
    assert found(inbox) == {"区发改委.xlsx": "loaded", "��.xlsx": "loaded", "��.xlsx (2)": "loaded"}
    assert fingerprint(scan(inbox)) == fingerprint(scan(inbox))


def test_every_file_of_an_archive_is_a_file_of_its_own(inbox: Path) -> None:
    members = {"2021/a.xlsx": WORKBOOK, "2021/~$a.xlsx": b"x", "b.csv": "序号,改革事项\n1,甲".encode(), "c.docx": b"x"}
    (inbox / "区民政局.zip").write_bytes(archive(members))
    assert found(inbox) == {
        "区民政局.zip/2021/a.xlsx": "loaded",
        "区民政局.zip/b.csv": "loaded",
        "区民政局.zip/c.docx": "no_known_table",
    }


def test_only_the_changed_file_of_an_archive_changes(inbox: Path) -> None:
    path = inbox / "a.zip"
    path.write_bytes(archive({"a.xlsx": WORKBOOK, "b.xlsx": workbook("甲")}))
    before = scan(inbox)
    path.write_bytes(archive({"a.xlsx": WORKBOOK, "b.xlsx": workbook("乙")}))
    after = scan(inbox)
    assert [one.file_id == other.file_id for one, other in zip(before, after, strict=True)] == [True, False]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_in_archives_are_read_as_they_were_packed(inbox: Path, encoding: str) -> None:
    name = "区民政局/一.xlsx".encode(encoding)
    placeholder = "x" * len(name)
    (inbox / "a.zip").write_bytes(renamed_in(archive({placeholder: WORKBOOK}), placeholder, name))
    assert found(inbox) == {"a.zip/区民政局/一.xlsx": "loaded"}


def test_names_in_archives_lead_nowhere_else(inbox: Path) -> None:
    names = ("../../etc/a.xlsx", "/etc/b.xlsx", "..\\c.xlsx", "d/./../e.xlsx")
    (inbox / "a.zip").write_bytes(archive(dict.fromkeys(names, WORKBOOK)))
    assert list(found(inbox)) == ["a.zip/c.xlsx", "a.zip/d/e.xlsx", "a.zip/etc/a.xlsx", "a.zip/etc/b.xlsx"]
    assert os.listdir(inbox) == ["a.zip"]  # noqa: PTH208 names only


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_two_files(inbox: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        zipped.writestr("a.xlsx", WORKBOOK)
        zipped.writestr("a.xlsx", workbook("另一项"))
    (inbox / "a.zip").write_bytes(buffer.getvalue())
    first, second = scan(inbox)
    assert (first.path, second.path) == ("a.zip/a.xlsx", "a.zip/a.xlsx (2)")
    assert first.sha256 != second.sha256


def encrypted(zipped: bytes) -> bytes:
    """The archive with the mark of encryption set in each header."""
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = zipped.find(signature)
        while at >= 0:
            zipped = zipped[: at + place] + b"\x01" + zipped[at + place + 1 :]
            at = zipped.find(signature, at + 4)
    return zipped


@pytest.mark.parametrize(
    ("content", "rules"),
    [
        (archive({}), {"a.zip": "empty_archive"}),
        (archive({".hidden": b"x"}), {"a.zip": "empty_archive"}),
        (archive({"b.zip": archive({"c.xlsx": WORKBOOK})}), {"a.zip/b.zip": "nested_archive"}),
        (encrypted(archive({"b.csv": b"a,b"})), {"a.zip/b.csv": "encrypted_file"}),
        (archive({"b.csv": b"a,b"}, zipfile.ZIP_LZMA), {"a.zip/b.csv": "unknown_compression"}),
        (archive({"b.csv": bytes(2_000_000)}), {"a.zip/b.csv": "file_too_large"}),
        (archive({f"{number}.csv": b"" for number in range(3000)}), {"a.zip": "file_too_large"}),
        (archive({"b.xlsx": WORKBOOK})[:-30], {"a.zip": "damaged_file"}),
        (archive({"b.csv": b"0123"}, zipfile.ZIP_STORED).replace(b"0123", b"3210"), {"a.zip/b.csv": "damaged_file"}),
        (WORKBOOK, {"a.zip": "loaded"}),
        (b"Rar!\x1a\x07\x00", {"a.zip": "foreign_archive"}),
    ],
)
def test_archives_that_are_not_read_say_why(inbox: Path, content: bytes, rules: dict[str, str]) -> None:
    (inbox / "a.zip").write_bytes(content)
    assert found(inbox) == rules


def test_an_archive_of_too_much_is_refused_whole(inbox: Path) -> None:
    (inbox / "a.zip").write_bytes(archive({"a.xlsx": WORKBOOK, "b.xlsx": WORKBOOK}))
    (file,) = scan(inbox, Limits(max_uncompressed_bytes=len(WORKBOOK) + 1))
    assert (file.path, read(file).findings[0].rule) == ("a.zip", "file_too_large")


def test_the_mode_of_a_file_is_no_matter(inbox: Path) -> None:
    (inbox / "a.xlsx").write_bytes(WORKBOOK)
    (inbox / "a.xlsx").chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert found(inbox) == {"a.xlsx": "loaded"}
