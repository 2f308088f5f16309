"""Functions that SQL calls and DuckDB does not have: each takes and gives plain values, the same for the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

from duckdb import DuckDBPyConnection


def title_likeness(one: str, other: str) -> float:
    """How nearly two titles say the same word for word: 1 the same, 0 no character in common.

    The share of characters that stay when one is turned into the other. DuckDB's own measures compare bytes, of which
    a Chinese character has three, and take 智慧政协 and 智慧城管 for nearly the same.
    """
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other) / 100


@cache
def functions() -> dict[str, Callable[..., object]]:
    """The functions by the name that SQL calls them by."""
    return {function.__name__: function for function in (title_likeness,)}


@contextmanager
def functions_of(con: DuckDBPyConnection, *queries: str) -> Iterator[None]:
    """Let queries call the functions that they name, on any connection to the database; take them away afterwards."""
    called = {name: function for name, function in functions().items() if any(f"{name}(" in sql for sql in queries)}
    for name, function in called.items():
        con.create_function(name, function)
    try:
        yield
    finally:
        for name in called:
            con.remove_function(name)
