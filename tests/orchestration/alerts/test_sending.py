"""Messages go out over a real webhook and a real mail server, in the form that each expects."""

import base64
import hashlib
import hmac
from typing import Any

import pytest

from orchestration.alerts.message import Event, Message
from orchestration.alerts.sending import NotSentError, mail, post, send
from orchestration.alerts.settings import Form, Mail, Webhook
from tests.orchestration.alerts.servers import free_port, mail_server, webhook_server

MESSAGE = Message(
    Event.PUBLISHED, "区委改革办:改革台账已更新", '任务 <b>"甲"</b> & =1+1\n逾期:2 项', {"figures": {"tasks": 44}}
)
SAID = f"{MESSAGE.title}\n{MESSAGE.text}"


def webhook(url: str, form: Form = Form.JSON, **more: Any) -> Webhook:
    return Webhook.model_validate({"url": url, "form": form, **more})


def test_json_of_our_own_has_the_figures() -> None:
    with webhook_server() as server:
        post(MESSAGE, webhook(server.url))
        (posted,) = server.posted
    assert posted.body == {
        "event": "published",
        "title": MESSAGE.title,
        "text": MESSAGE.text,
        "figures": {"tasks": 44},
    }


@pytest.mark.parametrize("form", [Form.WECOM, Form.DINGTALK])
def test_a_robot_gets_a_plain_text_with_its_key(form: Form) -> None:
    with webhook_server() as server:
        post(MESSAGE, webhook(f"{server.url}?key=k", form))
        (posted,) = server.posted
    assert (posted.query, posted.body) == ({"key": ["k"]}, {"msgtype": "text", "text": {"content": SAID}})


def test_a_robot_with_a_secret_gets_a_signed_message() -> None:
    with webhook_server() as server:
        post(MESSAGE, webhook(f"{server.url}?access_token=t", Form.DINGTALK, secret="SEC1"))
        (posted,) = server.posted
    (timestamp,), (sign,) = posted.query["timestamp"], posted.query["sign"]
    expected = hmac.new(b"SEC1", f"{timestamp}\nSEC1".encode(), hashlib.sha256).digest()
    assert (posted.query["access_token"], base64.b64decode(sign)) == (["t"], expected)


def test_what_is_too_long_for_a_robot_is_shortened_between_characters() -> None:
    long = Message(Event.PUBLISHED, "标题", "改革" * 2000)
    with webhook_server() as server:
        post(long, webhook(server.url, Form.WECOM))
        content = server.posted[0].body["text"]["content"]
    assert content.startswith("标题\n改革")
    assert content.endswith("…")
    assert 2040 <= len(content.encode()) <= 2048


@pytest.mark.parametrize(
    ("form", "status", "answer", "said"),
    [
        (Form.JSON, 500, b"", "it answered 500"),
        (Form.JSON, 302, b"", "it answered 302"),
        (Form.WECOM, 200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}', "93000 invalid webhook url"),
        (Form.DINGTALK, 200, b"<html>", "its answer cannot be read"),
        (Form.DINGTALK, 200, b"[]", "its answer cannot be read"),
    ],
)
def test_a_webhook_that_does_not_take_it_is_told(form: Form, status: int, answer: bytes, said: str) -> None:
    with webhook_server() as server:
        server.status, server.answer = status, answer
        server.headers = {"Location": f"{server.url}/elsewhere"} if status == 302 else {}
        with pytest.raises(NotSentError, match=said):
            post(MESSAGE, webhook(server.url, form))
        assert [posted.path for posted in server.posted] == ["/hook"]


def test_a_mail_is_plain_text_in_chinese() -> None:
    with mail_server() as server:
        mail(MESSAGE, Mail(host="127.0.0.1", port=server.port, sender="gg@example.gov.cn", recipients=["a@x", "b@x"]))
        (letter,) = server.letters
    assert (letter["Subject"], letter["From"], letter["To"]) == (MESSAGE.title, "gg@example.gov.cn", "a@x, b@x")
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().replace("\r\n", "\n").rstrip("\n") == MESSAGE.text


@pytest.mark.parametrize(("password", "arrives"), [("right", True), ("wrong", False)])
def test_a_mail_server_with_users_wants_the_password(password: str, arrives: bool) -> None:
    with mail_server("office", "right") as server:
        by = Mail.model_validate(
            {
                "host": "127.0.0.1",
                "port": server.port,
                "user": "office",
                "password": password,
                "sender": "a@x",
                "recipients": ["b@x"],
            }
        )
        problems = send(MESSAGE, [by])
    assert (len(server.letters), problems == []) == (int(arrives), arrives)


def test_a_server_without_encryption_is_not_spoken_to_where_it_is_asked_for() -> None:
    with mail_server() as server:
        by = Mail(host="127.0.0.1", port=server.port, security="starttls", sender="a@x", recipients=["b@x"])
        (problem,) = send(MESSAGE, [by])
    assert server.letters == []
    assert "STARTTLS" in problem


def test_a_channel_that_is_down_stops_no_other_and_its_key_is_not_told() -> None:
    with webhook_server() as server:
        down = webhook(f"http://127.0.0.1:{free_port()}/robot?key=geheim", Form.WECOM)
        no_mail = Mail(host="127.0.0.1", port=free_port(), sender="a@x", recipients=["b@x"])
        problems = send(MESSAGE, [down, no_mail, webhook(server.url)])
        assert len(server.posted) == 1
    assert [problem.partition(":")[0] for problem in problems] == [
        "wecom webhook at 127.0.0.1",
        "mail server 127.0.0.1",
    ]
    assert "geheim" not in "".join(problems)
