"""The published file is swapped in at once, and one refresh works at a time."""

from pathlib import Path

import duckdb
import pytest

from warehouse.store import READABLE_SINCE, RefreshRunningError, Store, connect


def make(path: Path, value: int) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute(f"create or replace table t as select {value} as a")


def test_a_reader_keeps_its_version_while_another_is_published(tmp_path: Path) -> None:
    store = Store(tmp_path / "warehouse.duckdb")
    make(store.published, 1)
    with duckdb.connect(str(store.published), read_only=True) as reader:
        store.begin("next", fresh=False)
        make(store.building("next"), 2)
        assert reader.execute("from t").fetchall() == [(1,)]
        store.publish("next")
        assert reader.execute("from t").fetchall() == [(1,)]
    with duckdb.connect(str(store.published), read_only=True) as reader:
        assert reader.execute("from t").fetchall() == [(2,)]


def test_what_was_not_published_leaves_the_last_version(tmp_path: Path) -> None:
    store = Store(tmp_path / "warehouse.duckdb")
    make(store.published, 1)
    store.begin("dead", fresh=False)
    store.building("dead").write_bytes(b"half a file")
    store.put_aside("dead")
    assert store.refused.read_bytes() == b"half a file"
    store.begin("killed", fresh=False)
    store.clear()
    assert not store.workshop.exists()
    assert not store.refused.exists()
    with duckdb.connect(str(store.published), read_only=True) as reader:
        assert reader.execute("from t").fetchall() == [(1,)]


def test_refreshes_never_overlap(tmp_path: Path) -> None:
    store = Store(tmp_path / "warehouse.duckdb")
    lock = store.lock()
    with pytest.raises(RefreshRunningError, match="another refresh"):
        store.lock()
    lock.release()
    store.lock().release()


def publish(store: Store, value: int) -> None:
    """Publish a version that holds this value."""
    store.begin(str(value), fresh=True)
    make(store.building(str(value)), value)
    store.publish(str(value))


def values(store: Store) -> list[int]:
    """What the kept versions hold, the newest first."""
    found = []
    for version in store.kept().values():
        with duckdb.connect(str(version), read_only=True) as con:
            found += [value for (value,) in con.execute("from t").fetchall()]
    return found


@pytest.mark.parametrize("links", [True, False])
def test_as_many_versions_are_kept_as_the_store_is_told(
    tmp_path: Path, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError("no links here")

    if not links:
        monkeypatch.setattr("warehouse.store.os.link", no_links)
    store = Store(tmp_path / "warehouse.duckdb", versions_kept=2)
    for value in (1, 2, 3, 4):
        publish(store, value)
    assert values(store) == [3, 2]
    store.go_back(store.find(None))
    # The version that stands is one of those kept, and takes no place of its own.
    assert values(store) == [4, 3, 2]
    publish(store, 5)
    assert values(store) == [4, 3]
    keeping_none = Store(store.published, versions_kept=0)
    publish(keeping_none, 6)
    assert values(keeping_none) == []
    assert not keeping_none.versions.exists()


def test_what_died_while_it_was_put_in_place_is_no_version(tmp_path: Path) -> None:
    store = Store(tmp_path / "warehouse.duckdb")
    publish(store, 1)
    publish(store, 2)
    half = store.versions / "20000101-000000-000000.duckdb.half"
    half.write_bytes(b"half a file")
    assert values(store) == [1]
    publish(store, 3)
    assert not half.exists()
    assert values(store) == [2, 1]


def test_what_is_built_opens_in_programs_that_lag_behind(tmp_path: Path) -> None:
    with connect(tmp_path / "building.duckdb") as con:
        query = "select tags['storage_version'] from duckdb_databases() where database_name = 'building'"
        assert con.execute(query).fetchall() == [(f"{READABLE_SINCE}+",)]
