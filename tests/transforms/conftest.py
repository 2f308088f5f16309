"""What tests of macros share: a warehouse without rows."""

from collections.abc import Iterator

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.small import prepared


@pytest.fixture(scope="session")
def empty() -> Iterator[DuckDBPyConnection]:
    """A warehouse without rows, to ask what a macro makes of a text; write nothing into it."""
    with prepared() as con:
        yield con
