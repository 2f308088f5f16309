"""Whom to tell, declared in the settings; nobody is told by default."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr


class Form(StrEnum):
    """What a webhook expects: JSON of our own, or a text message of 企业微信 or 钉钉."""

    JSON = "json"
    WECOM = "wecom"
    DINGTALK = "dingtalk"


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Webhook(_Declared):
    """An address that messages are posted to. secret: of a 钉钉 robot that wants its messages signed."""

    url: HttpUrl
    form: Form = Form.JSON
    secret: SecretStr | None = None

    @property
    def name(self) -> str:
        """The address without its path and query, which may hold a key."""
        return f"{self.form} webhook at {self.url.host}"


class Mail(_Declared):
    """A mail server and the people who get a mail through it."""

    host: str
    port: int = Field(25, ge=1, le=65535)
    security: Literal["none", "starttls", "tls"] = "none"
    user: str | None = None
    password: SecretStr = SecretStr("")
    sender: str
    recipients: list[str] = Field(min_length=1)

    @property
    def name(self) -> str:
        """The server's name."""
        return f"mail server {self.host}"


class Alerts(_Declared):
    """All who are told. late_after_hours: told too when no refresh has succeeded for so long."""

    webhooks: list[Webhook] = []
    mail: Mail | None = None
    late_after_hours: float = Field(26, gt=0)

    @property
    def channels(self) -> list[Webhook | Mail]:
        """Every way in which a message goes out; none when alerts are off."""
        return [*self.webhooks, *([self.mail] if self.mail else [])]
