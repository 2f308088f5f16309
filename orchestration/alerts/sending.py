"""How a message goes out: posted to a webhook in the form that it expects, or mailed. No redirect is followed."""

import base64
import hashlib
import hmac
import json
import smtplib
import ssl
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any

from orchestration.alerts.message import Message
from orchestration.alerts.settings import Form, Mail, Webhook

TIMEOUT_SECONDS = 10
MOST_ANSWER_BYTES = 64 * 1024
WECOM_TEXT_BYTES = 2048
DINGTALK_TEXT_BYTES = 16_000


class NotSentError(Exception):
    """A message that did not get through."""


def send(message: Message, channels: Iterable[Webhook | Mail]) -> list[str]:
    """Send a message over every channel; give what went wrong, a line a channel. One that fails stops no other."""
    problems = []
    for channel in channels:
        try:
            if isinstance(channel, Mail):
                mail(message, channel)
            else:
                post(message, channel)
        except NotSentError as problem:
            problems.append(f"{channel.name}: {problem}")
    return problems


def post(message: Message, webhook: Webhook) -> None:
    """Post a message to a webhook. Raises NotSentError."""
    import requests

    try:
        with requests.post(
            str(webhook.url),
            params=signature(webhook, time.time()),
            data=json.dumps(BODIES[webhook.form](message), ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json; charset=utf-8"},
            timeout=TIMEOUT_SECONDS,
            allow_redirects=False,
            stream=True,
        ) as answer:
            content = answer.raw.read(MOST_ANSWER_BYTES, decode_content=True)
    except requests.RequestException as error:
        # The error's own text would tell the address, and with it the robot's key.
        raise NotSentError(type(error).__name__) from error
    if not 200 <= answer.status_code < 300:
        raise NotSentError(f"it answered {answer.status_code}")
    if webhook.form is not Form.JSON:
        refuse_error(content)


def refuse_error(content: bytes) -> None:
    """Raise NotSentError when a robot answers that it did not take the message: it does so with status 200."""
    try:
        said = json.loads(content)
        code, reason = said["errcode"], said.get("errmsg")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotSentError("its answer cannot be read") from error
    if code != 0:
        raise NotSentError(f"it answered {code} {reason}")


def signature(webhook: Webhook, seconds: float) -> dict[str, str]:
    """What a robot with a secret wants beside the message: the time and its signature."""
    if webhook.secret is None:
        return {}
    secret, timestamp = webhook.secret.get_secret_value(), str(round(seconds * 1000))
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return {"timestamp": timestamp, "sign": base64.b64encode(digest).decode()}


def own_body(message: Message) -> dict[str, Any]:
    """Our own JSON: the event, the title, the text and the figures."""
    return {"event": message.event, "title": message.title, "text": message.text, **message.data}


def wecom_body(message: Message) -> dict[str, Any]:
    """A text message of 企业微信. It is never its markdown: names are shown as they are."""
    return {"msgtype": "text", "text": {"content": shortened(message, WECOM_TEXT_BYTES)}}


def dingtalk_body(message: Message) -> dict[str, Any]:
    """A text message of 钉钉."""
    return {"msgtype": "text", "text": {"content": shortened(message, DINGTALK_TEXT_BYTES)}}


BODIES: dict[Form, Callable[[Message], dict[str, Any]]] = {
    Form.JSON: own_body,
    Form.WECOM: wecom_body,
    Form.DINGTALK: dingtalk_body,
}


def shortened(message: Message, most_bytes: int) -> str:
    """The title and as much of the text as fits."""
    whole = f"{message.title}\n{message.text}"
    encoded = whole.encode()
    if len(encoded) <= most_bytes:
        return whole
    return encoded[: most_bytes - len("…".encode())].decode(errors="ignore") + "…"


def mail(message: Message, server: Mail) -> None:
    """Mail a message. Raises NotSentError."""
    letter = EmailMessage()
    letter["Subject"] = message.title
    letter["From"] = server.sender
    letter["To"] = ", ".join(server.recipients)
    letter["Date"] = formatdate(localtime=True)
    letter["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    letter.set_content(message.text)
    try:
        with connection(server) as smtp:
            if server.security == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            if server.user is not None:
                smtp.login(server.user, server.password.get_secret_value())
            refused = smtp.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSentError(f"{type(error).__name__}: {error}") from error
    if refused:
        raise NotSentError(f"it refused {', '.join(refused)}")


def connection(server: Mail) -> AbstractContextManager[smtplib.SMTP]:
    """A connection to a mail server, encrypted from the start where it is to be."""
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
