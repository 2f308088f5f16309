"""The command line: `reform refresh`, `check`, `sql`, `serve`. Heavy libraries are imported by the command in need."""

import gc
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from orchestration.output import Format

if TYPE_CHECKING:
    from orchestration.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="The warehouse of a reform office: department spreadsheets in, checked facts and report tables out.",
    epilog="Settings: reform.toml in the working folder, or the environment (REFORM_INBOX, REFORM_WAREHOUSE, …).",
)
DOCUMENTATION = "documentation"
NOT_PUBLISHED = 1
WRONG_USE = 2

InboxOption = Annotated[
    Path | None, typer.Option("--inbox", help="Folder of the departments' files.", show_default="the samples")
]
WarehouseOption = Annotated[
    Path | None, typer.Option("--warehouse", help="Database file to publish.", show_default="data/warehouse.duckdb")
]
ExportsOption = Annotated[
    Path | None, typer.Option("--exports", help="Folder for all that goes out to people.", show_default="data/exports")
]


def stop(message: str, code: int) -> NoReturn:
    """Say in one line on stderr why the command ends, and end it."""
    sys.stderr.write(f"reform: {message}\n")
    raise typer.Exit(code)


def load_settings(**given: object) -> "Settings":
    """The settings, with what the command line gives before all else."""
    from tomllib import TOMLDecodeError

    from pydantic import ValidationError

    from orchestration.settings import Settings

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        stop(f"setting {'.'.join(map(str, first['loc']))}: {first['msg']}", WRONG_USE)
    except (TOMLDecodeError, UnicodeDecodeError) as error:
        stop(f"reform.toml is not valid: {error}", WRONG_USE)


def check_inbox(inbox: Path) -> None:
    """End the command when there is no inbox or nothing in it."""
    from sources.inbox import list_locations

    if not inbox.is_dir():
        stop(f"no inbox: {inbox} is not a folder; give one with --inbox", WRONG_USE)
    if not list_locations(inbox):
        stop(f"the inbox {inbox} has no files; put the departments' spreadsheets there", WRONG_USE)


def check_warehouse(warehouse: Path) -> None:
    """End the command when something other than a warehouse lies where it is to be published."""
    from warehouse.query import NoWarehouseError, open_read_only

    if warehouse.exists():
        try:
            open_read_only(warehouse).close()
        except NoWarehouseError as error:
            stop(str(error), WRONG_USE)


def check_writable(folder: Path, option: str = "--warehouse") -> None:
    """End the command when a folder, which that option names, cannot be made or written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".reform-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        stop(f"cannot write in {folder}: {error.strerror or error}; choose another place with {option}", WRONG_USE)


@app.command()
def refresh(inbox: InboxOption = None, warehouse: WarehouseOption = None, exports: ExportsOption = None) -> None:
    """Read the inbox, check every row, build every table and publish them at once; then write the exports.

    The same job as the nightly one. Files whose content has not changed are not read again; when nothing at all has
    changed, the published version stands. Exit 0: published or current. 1: not published, the last version stands.
    2: wrong use. An export that cannot be written is said so and undoes nothing.
    """
    # What the libraries make while they are imported lives to the end: looking for garbage in it costs a sixth of them.
    gc.set_threshold(200_000)
    settings = load_settings(inbox=inbox, warehouse=warehouse, exports=exports)
    check_inbox(settings.inbox)
    check_writable(settings.warehouse.parent)
    check_writable(settings.dagster_home)
    check_warehouse(settings.warehouse)
    from orchestration.watch import Watch

    console = Console()
    with Watch(Console(stderr=True)) as watch:
        from orchestration.refresh import run_refresh

        ended = run_refresh(settings, watch.tell)
    from orchestration.alerts.telling import tell

    for problem in tell(settings, ended):
        sys.stderr.write(f"reform: an alert was not sent: {problem}\n")
    from orchestration.summary import print_refused, print_summary

    if not (ended.published or ended.unchanged):
        if ended.refused:
            print_refused(console, settings.store.refused)
        for problem in ended.problems:
            sys.stderr.write(f"reform: {problem}\n")
        stands = "the last version stands" if settings.warehouse.exists() else "there is no version yet"
        stop(f"not published; {stands}", NOT_PUBLISHED)
    print_summary(console, settings.warehouse, unchanged=ended.unchanged)
    console.print(Text.assemble(("Exports   ", "bold"), str(settings.exports)))
    for problem in ended.problems:
        sys.stderr.write(f"reform: published, but an export failed: {problem}\n")


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Spreadsheets to check.", metavar="FILE…")],
    feedback: Annotated[
        Path | None, typer.Option("--feedback", help="Folder to write feedback workbooks into.", metavar="DIR")
    ] = None,
) -> None:
    """检查表格:列出每处问题的文件、工作表、单元格和处理办法,不改动任何数据。

    What a refresh would find in these files, touching nothing. Exit 0: every row would be loaded. 1: something would be
    rejected or cannot be read. 2: wrong use.
    """
    settings = load_settings()
    check_warehouse(settings.warehouse)
    for file in files:
        if not file.is_file():
            stop(f"{file} is not a file", WRONG_USE)
    if feedback is not None:
        check_writable(feedback, "--feedback")
    from orchestration.checking import check_files

    raise typer.Exit(NOT_PUBLISHED if check_files(files, settings, Console(), feedback) else 0)


@app.command()
def template(  # noqa: PLR0913, PLR0917 - each is an option of the command
    year: Annotated[int, typer.Option("--year", help="Year to report on.", min=2000, max=2100)],
    department: Annotated[str | None, typer.Option("--department", help="Department that will fill it.")] = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="A workbook for each department that leads a task of the year.")
    ] = False,
    types: Annotated[
        list[str] | None, typer.Option("--type", help="Record type, repeatable.", show_default="all they send")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; with --all the folder.", metavar="PATH")
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Write blank workbooks for departments to fill, with dropdowns, and with the tasks that are known filled in.

    The tasks of the year and those carried over come from the published warehouse, when there is one.
    Exit 0: written. 2: wrong use.
    """
    if everyone is (department is not None):
        stop("name a department with --department, or take --all of them", WRONG_USE)
    settings = load_settings(warehouse=warehouse)
    from orchestration.templates import NoTemplateError, write_templates

    try:
        written = write_templates(settings, year, department, types or [], output)
    except (NoTemplateError, OSError) as error:
        stop(str(error), WRONG_USE)
    for path in written:
        sys.stdout.write(f"{path}\n")


@app.command()
def export(
    year: Annotated[int | None, typer.Option("--year", help="Year to write.", show_default="all")] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Export to write, repeatable.", show_default="all")
    ] = None,
    warehouse: WarehouseOption = None,
    exports: ExportsOption = None,
) -> None:
    """Write once more what a refresh writes for people, from the published warehouse, and print the files written.

    Exit 0: written. 1: something could not be written. 2: wrong use.
    """
    settings = load_settings(warehouse=warehouse, exports=exports)
    check_writable(settings.exports, "--exports")
    from orchestration.exports import NoExportError, write_exports
    from warehouse.query import NoWarehouseError
    from warehouse.store import RefreshRunningError

    try:
        written, failures = write_exports(settings, year, only or [])
    except (NoExportError, NoWarehouseError, OSError) as error:
        stop(str(error), WRONG_USE)
    except RefreshRunningError as error:
        stop(str(error), NOT_PUBLISHED)
    for path in written:
        sys.stdout.write(f"{path}\n")
    if failures:
        stop("; ".join(failures), NOT_PUBLISHED)


@app.command()
def docs(warehouse: WarehouseOption = None, exports: ExportsOption = None) -> None:
    """Write the pages of documentation and of validation results, which need no network, and print where they lie.

    What every table and column is and comes from, and how every expectation stands. Exit as `reform export`.
    """
    export(only=[DOCUMENTATION], warehouse=warehouse, exports=exports)


@app.command()
def sql(
    query: Annotated[
        str | None, typer.Argument(help="SQL, or .tables, .describe TABLE. None: a prompt, or stdin.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print rows.")] = Format.TABLE,
    warehouse: WarehouseOption = None,
) -> None:
    """Ask the published warehouse, read-only: SQL can reach neither files nor the network.

    Without a query: a prompt, or what is piped in. Try: reform sql "select * from report.annual_overview"
    """
    from orchestration.ask import NoAnswerError, answer, prompt
    from warehouse.query import NoWarehouseError, open_read_only

    settings = load_settings(warehouse=warehouse)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    try:
        with open_read_only(settings.warehouse) as con:
            if query is None and sys.stdin.isatty():
                prompt(con, width or 80)
            else:
                answer(con, query if query is not None else sys.stdin.read(), form, width)
    except NoWarehouseError as error:
        stop(str(error), WRONG_USE)
    except NoAnswerError as error:
        stop(str(error), NOT_PUBLISHED)


@app.command()
def trace(
    table: Annotated[str, typer.Argument(help="Table, e.g. report.domain_summary.", metavar="TABLE")],
    where: Annotated[str | None, typer.Option("--where", help="SQL: which of its lines, e.g. domain_no = 5.")] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print the cells.")] = Format.TABLE,
    warehouse: WarehouseOption = None,
) -> None:
    """Print the cells behind the lines of a table: file, sheet, cell and the text as written.

    Try: reform trace report.domain_summary --where "domain_no = 5". Exit 0: printed. 2: wrong use, or there are none.
    """
    from orchestration.output import print_rows
    from warehouse.query import NoWarehouseError, open_read_only
    from warehouse.trace import NotTraceableError
    from warehouse.trace import trace as trace_lines

    settings = load_settings(warehouse=warehouse)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    try:
        with open_read_only(settings.warehouse) as con:
            traced = trace_lines(con, table, where)
    except (NoWarehouseError, NotTraceableError) as error:
        stop(str(error), WRONG_USE)
    print_rows(traced.columns, traced.rows, form, width)


@app.command()
def versions(
    form: Annotated[Format, typer.Option("--format", "-f", help="How to print rows.")] = Format.TABLE,
    warehouse: WarehouseOption = None,
) -> None:
    """List the published versions that are kept, the newest first: when they were made, from what, and their figures.

    How many are kept is the setting versions_kept. Exit 2: nothing has been published.
    """
    from orchestration.output import print_rows
    from warehouse.versions import COLUMNS, described_versions

    settings = load_settings(warehouse=warehouse)
    rows = described_versions(settings.store)
    if not rows:
        stop(f"no warehouse at {settings.warehouse}: run `reform refresh` first", WRONG_USE)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    print_rows(COLUMNS, rows, form, width)


@app.command()
def rollback(
    version: Annotated[
        str | None,
        typer.Argument(help="A version's name or how it begins.", metavar="VERSION", show_default="the one before"),
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Publish a kept version again, at once: what readers open next is that one. The version that stood is kept too.

    The next refresh compares the inbox with the version that stands: take what was wrong out of the inbox first.
    Exit 0: it stands. 1: another refresh is running. 2: there is no such version.
    """
    from warehouse.query import NoWarehouseError
    from warehouse.store import NoVersionError, RefreshRunningError
    from warehouse.versions import go_back

    settings = load_settings(warehouse=warehouse)
    try:
        name = go_back(settings.store, version)
    except (NoVersionError, NoWarehouseError) as error:
        stop(f"{error}; `reform versions` lists what is kept", WRONG_USE)
    except RefreshRunningError as error:
        stop(str(error), NOT_PUBLISHED)
    sys.stdout.write(f"{name} stands again; `reform export` writes from it what goes out to people\n")


@app.command()
def serve(
    inbox: InboxOption = None,
    warehouse: WarehouseOption = None,
    port: Annotated[int | None, typer.Option(help="Loopback port of the UI.", show_default="3000")] = None,
) -> None:
    """Start Dagster's UI and daemon on this machine: nightly refresh, and one soon after new files arrive.

    It listens on 127.0.0.1 only and has no login: put a proxy with one in front to reach it from elsewhere.
    """
    settings = load_settings(inbox=inbox, warehouse=warehouse, port=port)
    if not settings.inbox.is_dir():
        stop(f"no inbox: {settings.inbox} is not a folder; give one with --inbox", WRONG_USE)
    check_writable(settings.warehouse.parent)
    check_writable(settings.dagster_home)
    check_warehouse(settings.warehouse)
    from orchestration.serving import run_dagster

    raise typer.Exit(run_dagster(settings))


def main() -> None:
    """Run the command line."""
    app()
