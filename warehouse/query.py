"""Ask the published warehouse: read-only, and with no way from SQL to files, the network or other settings."""

from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "lock_configuration": "true",
}
ELSEWHERE = "move it away, or name another place with --warehouse"


class NoWarehouseError(Exception):
    """There is no published warehouse to ask: no file, or one that is something else."""


def open_read_only(published: Path, memory: str | None = None) -> DuckDBPyConnection:
    """A connection on which any user's SQL may run: it reads this database and nothing else.

    memory: what it takes at most, by default most of the machine's. Raises NoWarehouseError when nothing has been
    published there, or the file is not a warehouse.
    """
    if not published.is_file():
        raise NoWarehouseError(f"no warehouse at {published}: run `reform refresh` first")
    try:
        bounded = LOCKED | {"memory_limit": memory} if memory else LOCKED
        con = duckdb.connect(str(published), read_only=True, config=bounded)
    except duckdb.Error as error:
        raise NoWarehouseError(f"{published} is no warehouse or is damaged; {ELSEWHERE}") from error
    if not con.execute("from duckdb_tables() where schema_name = 'raw' and table_name = 'refresh'").fetchall():
        con.close()
        raise NoWarehouseError(f"{published} is a database but no warehouse; {ELSEWHERE}")
    return con
