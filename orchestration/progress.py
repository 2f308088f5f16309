"""How far a refresh is, told to whoever watches."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with (stage in English, steps done, steps in all)."""


def silent(stage: str, done: int, total: int) -> None:
    """Watch nothing: the nightly run's progress is in Dagster's event log."""
