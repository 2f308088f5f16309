"""A webhook and a mail server on this machine that keep what they are sent."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Posted:
    """A message that a webhook got: its path, its query and its JSON."""

    path: str
    query: dict[str, list[str]]
    body: dict[str, Any]


@dataclass
class WebhookServer:
    """The messages that came, and the status, the headers and the body of every answer."""

    url: str
    posted: list[Posted] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    answer: bytes = b'{"errcode": 0, "errmsg": "ok"}'


@contextmanager
def webhook_server() -> Iterator[WebhookServer]:
    """A webhook that takes messages until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            address = urlsplit(self.path)
            content = self.rfile.read(int(self.headers["Content-Length"]))
            state.posted.append(Posted(address.path, parse_qs(address.query), json.loads(content)))
            self.send_response(state.status)
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(state.answer)))
            self.end_headers()
            self.wfile.write(state.answer)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        state = WebhookServer(f"http://127.0.0.1:{server.server_port}/hook")
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()


@dataclass
class MailServer:
    """The letters that came."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - named by the library
        """Keep a letter."""
        content = envelope.content
        assert isinstance(content, bytes)
        letter = message_from_bytes(content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"


@contextmanager
def mail_server(user: str | None = None, password: str = "") -> Iterator[MailServer]:
    """A mail server that takes letters until the block ends; with a user only from that one."""

    def authenticate(*arguments: Any) -> AuthResult:
        given = arguments[-1]
        return AuthResult(success=(given.login, given.password) == ((user or "").encode(), password.encode()))

    state = MailServer(free_port())
    controller = Controller(
        state,
        hostname="127.0.0.1",
        port=state.port,
        authenticator=authenticate,
        auth_required=user is not None,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield state
    finally:
        controller.stop()
