"""The processes that help a refresh: those that read and mark workbooks, and the one that checks rows.

Each imports libraries for seconds before it is of use; started early, it does so while this process goes on.
"""

from sources import isolation, workers
from warehouse import checker
from warehouse.exports import feedback


def start() -> None:
    """Let them start, unless they run already."""
    isolation.start([*workers.PRELOAD, *feedback.PRELOAD])
    checker.start()
