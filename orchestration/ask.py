"""The prompt and the one-shot form of `reform sql`."""

import sys
from collections.abc import Iterator

import duckdb
from duckdb import DuckDBPyConnection

from orchestration.output import Format, print_rows

HELP = """\
.tables [SCHEMA]   the tables, with what a row of each is
.describe TABLE    a table's columns, with what each means
.help              this
.quit              leave (also Ctrl-D)
Anything else is SQL, ended by a semicolon. Nothing can be changed.
"""
TABLES = """
    select schema_name || '.' || table_name as "table", comment from duckdb_tables() where not temporary and {where}
    union all
    select schema_name || '.' || view_name, comment from duckdb_views() where not internal and {where}
    order by 1
"""
COLUMNS = """
    select column_name as "column", data_type as type, comment from duckdb_columns()
    where schema_name || '.' || table_name = ? and not internal order by column_index
"""


class NoAnswerError(Exception):
    """A question that cannot be answered, with the reason."""


def answer(con: DuckDBPyConnection, question: str, form: Format, width: int | None) -> None:
    """Print the answer to one question: SQL, or a dot command. Raises NoAnswerError."""
    command, _, argument = question.strip().rstrip(";").partition(" ")
    try:
        if command == ".help":
            sys.stdout.write(HELP)
            return
        if command == ".tables":
            where = "schema_name = ?" if argument else "true"
            con.execute(TABLES.format(where=where), [argument.strip()] * 2 if argument else [])
        elif command == ".describe":
            con.execute(COLUMNS, [argument.strip()])
        elif command.startswith("."):
            raise NoAnswerError(f"no command {command}: .help lists them")
        else:
            con.execute(question)
    except duckdb.Error as error:
        raise NoAnswerError(str(error)) from error
    if con.description is not None:
        print_rows([name for name, *_ in con.description], con.fetchall(), form, width)


def prompt(con: DuckDBPyConnection, width: int) -> None:
    """Ask for questions until the person leaves; an unanswerable one is said so and the prompt goes on."""
    sys.stdout.write("Read-only SQL on the published warehouse. .help for help, Ctrl-D to leave.\n")
    for question in questions():
        try:
            answer(con, question, Format.TABLE, width)
        except NoAnswerError as error:
            sys.stdout.write(f"{error}\n")


def questions() -> Iterator[str]:
    """Questions typed at the prompt: a dot command is a line, SQL goes to its semicolon."""
    from prompt_toolkit import PromptSession

    session: PromptSession[str] = PromptSession()
    typed = ""
    while True:
        try:
            line = session.prompt("reform> " if not typed else "   ...> ")
        except KeyboardInterrupt:
            typed = ""
            continue
        except EOFError:
            return
        if not typed and line.strip() in (".quit", ".exit"):
            return
        typed = f"{typed}\n{line}".strip()
        if typed.endswith(";") or typed.startswith("."):
            yield typed
            typed = ""
