"""The progress bar of a refresh."""

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


class Watch:
    """Shows the stages of a refresh as they come, each with its bar."""

    def __init__(self, console: Console) -> None:
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._starting = self._bars.add_task("starting", total=None)

    def __enter__(self) -> "Watch":
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def tell(self, stage: str, done: int, total: int) -> None:
        """Move the bar of a stage."""
        self._bars.update(self._starting, visible=False)
        task = next((task.id for task in self._bars.tasks if task.description == stage), None)
        if task is None:
            task = self._bars.add_task(stage, total=total)
        self._bars.update(task, completed=done, total=total)
