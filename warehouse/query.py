"""Ask the published warehouse: read-only, and with no way from SQL to files, the network or other settings."""

from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection


class NoWarehouseError(Exception):
    """There is no published warehouse to ask."""


def open_read_only(published: Path) -> DuckDBPyConnection:
    """A connection on which any user's SQL may run: it reads this database and nothing else.

    Raises NoWarehouseError when nothing has been published there.
    """
    if not published.is_file():
        raise NoWarehouseError(f"no warehouse at {published}: run `reform refresh` first")
    return duckdb.connect(
        str(published),
        read_only=True,
        config={
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "lock_configuration": "true",
        },
    )
