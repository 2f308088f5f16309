"""How long the page of charts takes to write, to open and to show the cells behind a task, at several sizes in one run.

Run it with `python -m tests.benchmarks.page [TASKS]` (5,000 by default); it needs Chromium.
"""

import sys
import tempfile
import time
from pathlib import Path

from duckdb import DuckDBPyConnection
from playwright.sync_api import Browser

from sources.rows import Row
from tests.warehouse.exports.browser import launched, opened
from tests.warehouse.small import built, output, task
from warehouse.exports.exporting import export
from warehouse.exports.office import Office
from warehouse.exports.page import PAGE

DOMAINS = [f"{name}改革" for name in ("经济体制", "行政体制", "文化体制", "社会体制", "生态文明体制", "民主法制")]
DEPARTMENTS = [f"区第{number}局" for number in range(1, 61)]
STATUSES = ["completed", "completed", "in_progress", "planned", "cancelled"]
ROWS_A_FILE = 50
TITLE = "推进第{}项改革任务落地见效"
NARRATIVE = "印发工作方案，明确责任分工，建立联席会议制度，按月调度，进展顺利。" * 3


def rows(first: int, tasks: int) -> list[Row]:
    """The rows of a department's file: tasks, and an output for every third."""
    made = []
    for number in range(first, first + tasks):
        month = number % 12 + 1
        done = STATUSES[number % len(STATUSES)]
        made.append(
            task(
                2 * number + 2,
                TITLE.format(number),
                domain=DOMAINS[number % len(DOMAINS)],
                lead_department=DEPARTMENTS[first // ROWS_A_FILE % len(DEPARTMENTS)],
                due_date=f"2021-{month:02}-28",
                status=done,
                completed_date=f"2021-{month:02}-20" if done == "completed" else None,
                progress=NARRATIVE,
            )
        )
        if number % 3 == 0:
            made.append(output(2 * number + 3, title=f"《第{number}号办法》", task_title=TITLE.format(number)))
    return made


def warehouse_of(tasks: int) -> DuckDBPyConnection:
    """A warehouse of so many tasks of one year."""
    return built(
        {f"{first}.xlsx": rows(first, min(ROWS_A_FILE, tasks - first)) for first in range(0, tasks, ROWS_A_FILE)}
    )


def measure(browser: Browser, tasks: int, folder: Path) -> str:
    """A line of the table."""
    with warehouse_of(tasks) as con:
        started = time.perf_counter()
        export(PAGE, con, Office(), folder)
        written = time.perf_counter() - started
    file = folder / "index.html"
    with opened(browser, file) as page:
        drawn = page.evaluate("performance.now()")
        ready = int(page.evaluate("document.documentElement.dataset.ready"))
        page.locator(".details tbody .opener").first.click()
        started = time.perf_counter()
        page.locator("dialog .source").first.wait_for()
        cells = time.perf_counter() - started
    size = file.stat().st_size / 1e6
    return f"| {tasks:,} | {written:.2f} s | {size:.1f} MB | {ready} ms | {drawn:.0f} ms | {1000 * cells:.0f} ms |"


def main(tasks: int) -> None:
    """Print the table."""
    lines = ["| tasks | written in | size | can be used after | charts drawn after | cells of a task after |"]
    lines.append("| ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        sizes = (tasks // 100, tasks // 10, tasks)
        lines += [measure(browser, some, Path(folder) / str(some)) for some in sizes]
    print("\n".join(lines))  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
