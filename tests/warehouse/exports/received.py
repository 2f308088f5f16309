"""A warehouse in memory that has received and checked an inbox, as a refresh does before it publishes."""

from datetime import date, datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from sources import inbox as inboxes
from sources.inbox import InboxFile
from sources.reading import read_file
from sources.surroundings import told_by_path
from sources.vocabulary import Vocabulary
from transforms.models import models
from warehouse import rebuild, tables
from warehouse.load import Refresh, receive


def receive_inbox(con: DuckDBPyConnection, inbox: Path, as_of: date = date(2022, 1, 1)) -> dict[str, InboxFile]:
    """Receive and check an inbox as of a day; give its files by their id. Each call is a refresh of its own."""
    files = inboxes.scan(inbox)
    tables.prepare(con)
    (number,) = con.execute("select count(*) from raw.refresh").fetchall()[0]
    refresh = Refresh(f"refresh {number}", datetime(2022, 1, 1 + number), as_of, inboxes.fingerprint(files), "software")
    vocabulary = Vocabulary.load()
    receive(
        con,
        files,
        refresh,
        lambda some: ((file.path, read_file(file.location, file.path, vocabulary)) for file in some),
        lambda path: told_by_path("本区", path, vocabulary),
    )
    rebuild.check(con)
    return {file.file_id: file for file in files}


def built(inbox: Path) -> DuckDBPyConnection:
    """A warehouse with every model built over an inbox."""
    con = duckdb.connect()
    receive_inbox(con, inbox)
    rebuild.build(con, models())
    return con
