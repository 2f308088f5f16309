"""The HTML of a page of documentation: one file without scripts, and every text in it escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.load import last_refresh

STYLE = Path(__file__).with_name("style.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML that may stand in a page as it is."""

    html: str


Piece = Markup | str | int | None
"""What may stand in a cell: a text is escaped."""


def html_of(piece: Piece) -> str:
    """A piece as HTML."""
    return piece.html if isinstance(piece, Markup) else escape(str(piece)) if piece is not None else ""


def link(anchor: str, text: str) -> Markup:
    """A link to a place on the same page."""
    return Markup(f'<a href="#{escape(anchor)}">{escape(text)}</a>')


def joined(pieces: Iterable[Piece], between: str = ", ") -> Markup:
    """Pieces one after the other."""
    return Markup(between.join(map(html_of, pieces)))


def heading(level: int, text: str, anchor: str) -> Markup:
    """A heading that links can lead to."""
    return Markup(f'<h{level} id="{escape(anchor)}">{escape(text)}</h{level}>')


def paragraph(*pieces: Piece) -> Markup:
    """A paragraph."""
    return Markup(f"<p>{''.join(map(html_of, pieces))}</p>")


def table(headers: Sequence[str], rows: Iterable[Sequence[Piece]]) -> Markup:
    """A table; whole numbers stand to the right."""
    head = "".join(f'<th scope="col">{escape(header)}</th>' for header in headers)
    body = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return Markup(f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>')


def _cell(piece: Piece) -> str:
    kind = ' class="number"' if isinstance(piece, int) else ""
    return f"<td{kind}>{html_of(piece)}</td>"


def page(con: DuckDBPyConnection, title: str, parts: Iterable[Markup]) -> str:
    """The whole page, with the refresh that it shows."""
    refresh = last_refresh(con)
    shown = f"Refreshed {refresh.refreshed_at:%Y-%m-%d %H:%M} UTC, judged as of {refresh.as_of}." if refresh else ""
    body = "\n".join(part.html for part in parts)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>{escape(title)}</title>
<style>
{STYLE.read_text("utf-8")}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
<p>{escape(shown)}</p>
{body}
</main>
</body>
</html>
"""
