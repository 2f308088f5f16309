"""Published versions are kept, listed and swapped back in; the next refresh starts from the one that stands."""

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.settings import Settings
from tests.orchestration.test_cli import reform
from tests.workbooks import one, refresh, refreshed, settings_in, task_sheet, write_workbook
from warehouse.query import NoWarehouseError
from warehouse.store import NoVersionError
from warehouse.versions import COLUMNS, described_versions, go_back

PLANNED = "select planned from report.annual_overview"
LOADED_AT = "select loaded_at from raw.source_file where state = 'loaded'"


def send(inbox: Path, titles: str) -> None:
    """Send a task for each letter, in place of what was sent before."""
    rest = ("区发改委", "2021年12月底前", "已完成", None)
    tasks = [(number, "经济体制改革", f"{title}事项", *rest) for number, title in enumerate(titles)]
    write_workbook(inbox / "2021" / "a.xlsx", {"任务": task_sheet(*tasks)})


@pytest.fixture(scope="module")
def thrice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which three versions were published, of one, two and three tasks."""
    folder = tmp_path_factory.mktemp("thrice")
    for titles in ("甲", "甲乙", "甲乙丙"):
        send(folder / "inbox", titles)
        refreshed(folder, folder / "inbox")
        shutil.copyfile(folder / "inbox" / "2021" / "a.xlsx", folder / f"{len(titles)}.xlsx")
    return folder


@pytest.fixture
def settings(thrice: Path, tmp_path: Path) -> Settings:
    """A copy of that folder, for one test to spoil."""
    shutil.copytree(thrice, tmp_path, dirs_exist_ok=True)
    return settings_in(tmp_path, tmp_path / "inbox")


def planned(settings: Settings) -> Any:
    return one(settings, PLANNED)["planned"]


def listed(settings: Settings) -> list[tuple[bool, int]]:
    """Whether a version stands, and the tasks that it plans, the newest first."""
    found = [dict(zip(COLUMNS, row, strict=True)) for row in described_versions(settings.store)]
    return [(version["stands"], version["planned"]) for version in found]


def test_going_back_and_on_again(settings: Settings) -> None:
    assert listed(settings) == [(True, 3), (False, 2), (False, 1)]
    with duckdb.connect(str(settings.warehouse), read_only=True) as reader:
        go_back(settings.store, None)
        assert reader.execute(PLANNED).fetchall() == [(3,)]
    assert listed(settings) == [(False, 3), (True, 2), (False, 1)]
    go_back(settings.store, None)
    assert planned(settings) == 1
    with pytest.raises(NoVersionError, match="no version older"):
        go_back(settings.store, None)
    newest = next(iter(settings.store.kept()))
    assert go_back(settings.store, newest[:-1]) == newest
    assert planned(settings) == 3
    with pytest.raises(NoVersionError, match="stands already"):
        go_back(settings.store, newest)
    with pytest.raises(NoVersionError, match="2 kept versions are called 20"):
        go_back(settings.store, "20")


def test_the_next_refresh_compares_the_inbox_with_the_version_that_stands(settings: Settings) -> None:
    go_back(settings.store, None)
    assert refresh(settings).published
    assert listed(settings) == [(True, 3), (False, 3), (False, 2), (False, 1)]
    shutil.copyfile(settings.inbox.parent / "1.xlsx", settings.inbox / "2021" / "a.xlsx")
    go_back(settings.store, list(settings.store.kept())[-1])
    before = one(settings, LOADED_AT)
    ended = refresh(settings)
    assert ended.published or ended.unchanged
    assert one(settings, LOADED_AT) == before
    assert planned(settings) == 1


def test_a_damaged_version_is_not_gone_back_to(settings: Settings) -> None:
    newest_kept = next(iter(settings.store.kept().values()))
    newest_kept.write_bytes(b"half a file")
    with pytest.raises(NoWarehouseError):
        go_back(settings.store, newest_kept.stem)
    assert planned(settings) == 3


def test_the_commands_list_and_go_back_and_say_why_not(settings: Settings, tmp_path: Path) -> None:
    at = ("--warehouse", str(settings.warehouse))
    done = reform("versions", "-f", "csv", *at, home=tmp_path)
    header, newest, older, _ = done.stdout.splitlines()
    assert header == ",".join(COLUMNS)
    assert (newest.split(",")[1], older.split(",")[1]) == ("True", "False")
    lock = settings.store.lock()
    try:
        assert reform("rollback", *at, home=tmp_path).returncode == 1
    finally:
        lock.release()
    assert planned(settings) == 3
    done = reform("rollback", *at, home=tmp_path)
    assert (done.returncode, done.stdout.split(" ")[0]) == (0, older.split(",")[0])
    assert planned(settings) == 2
    for wrong in (("rollback", "1999", *at), ("rollback", older.split(",")[0], *at), ("versions", "--warehouse", "no")):
        done = reform(*wrong, home=tmp_path)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
