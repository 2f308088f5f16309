"""The published file is swapped in at once, and one refresh works at a time."""

from pathlib import Path

import duckdb
import pytest

from warehouse.store import RefreshRunningError, Store


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
