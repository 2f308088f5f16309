"""One HTML file of a template, a style sheet, scripts and data: nothing is loaded, and nothing in the data is markup.

Texts reach the page as JSON in data blocks; the scripts set them as text. A Content-Security-Policy lets run only the
script that was put in here, and forbids every request.
"""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
VENDORED = ("d3.min.js", "plot.umd.min.js")
SCRIPTS = ("elements.js", "words.js", "tables.js", "dialog.js", "charts.js", "records.js", "district.js", "index.js")
"""Our own scripts, each after those it uses."""

_IN_MARKUP = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_MARKUP = re.compile(f"[{''.join(_IN_MARKUP)}]")


def html_document(title: str, data: Mapping[str, Any]) -> str:
    """The whole file. data: what each data block holds, by the id of its element."""
    parts = {
        "policy": "; ".join(
            (
                "default-src 'none'",
                f"script-src {' '.join(_hash(script) for script in scripts())}",
                "style-src 'unsafe-inline'",
                "base-uri 'none'",
                "form-action 'none'",
            )
        ),
        "title": escape(title),
        "style": _asset("page.css"),
        "data": "\n".join(
            f'<script type="application/json" id="{name}">{safe_json(value)}</script>' for name, value in data.items()
        ),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts()),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], _asset("page.html"))


def safe_json(value: Any) -> str:
    """JSON that may stand in a script element: no character in it means anything to HTML or ends a line of JavaScript.

    Raises ValueError for what JSON cannot hold.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _MARKUP.sub(lambda found: _IN_MARKUP[found[0]], text)


@cache
def scripts() -> tuple[str, ...]:
    """The scripts of the page: the libraries, then ours as one, in a scope of its own."""
    ours = "\n".join(_asset(name) for name in SCRIPTS)
    return (*(_read(HERE / "vendor" / name) for name in VENDORED), f'(() => {{\n"use strict";\n{ours}\n}})();\n')


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def _asset(name: str) -> str:
    return _read(HERE / "assets" / name)


def _read(path: Path) -> str:
    return path.read_text("utf-8").replace("\r\n", "\n")
