"""The settings for mail: the server that takes ours, how we log in there, and who they are from.

Nothing is sent while no server is set. Where encryption is asked for nothing is ever sent without it.
"""

from enum import StrEnum, unique
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Final

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    Secret,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings

from bot.settings import checks

Password = Secret[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4096)]]
"""A secret of any shape; never shown."""

_NAME_OF_THIS_COMPUTER: Final = "localhost"


@unique
class MailSecurity(StrEnum):
    """How the way to the mail server is encrypted: after STARTTLS, from the first byte, or not."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


def is_this_computer(host: str) -> bool:
    """Whether a host is the computer itself, so that nothing passes a network on the way."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == _NAME_OF_THIS_COMPUTER


class MailSettings(BaseSettings):
    """A field's description completes the sentence "It must be …"."""

    mail_host: Annotated[str, AfterValidator(checks.host)] | None = Field(
        default=None, description="the name or the address of a mail server, such as smtp.example.org"
    )
    mail_port: int = Field(default=587, ge=1, le=65_535, description="a whole number from 1 to 65535")
    mail_security: Annotated[MailSecurity, BeforeValidator(checks.lower)] = Field(
        default=MailSecurity.STARTTLS,
        description="starttls or tls; none only where CLOSER_LOOK_MAIL_HOST is this computer",
    )
    mail_ca_file: Path | None = Field(
        default=None, description="the path of a file with certificates that we may read"
    )
    mail_username: str | None = Field(
        default=None, max_length=320, description="the name of an account of the mail server"
    )
    mail_password: Password | None = Field(
        default=None, description="set with CLOSER_LOOK_MAIL_USERNAME, and not longer than 4096 characters"
    )
    mail_oauth_tenant: Annotated[str, AfterValidator(checks.host)] | None = Field(
        default=None, description="the id or the name of a Microsoft 365 tenant"
    )
    mail_oauth_client_id: Annotated[str, AfterValidator(checks.host)] | None = Field(
        default=None, description="the id of an application of that tenant, set with the tenant"
    )
    mail_oauth_client_secret: Password | None = Field(
        default=None,
        description="set with CLOSER_LOOK_MAIL_OAUTH_TENANT, CLOSER_LOOK_MAIL_OAUTH_CLIENT_ID and "
        "CLOSER_LOOK_MAIL_USERNAME, and without CLOSER_LOOK_MAIL_PASSWORD",
    )
    mail_from: Annotated[str, AfterValidator(checks.mail_address)] | None = Field(
        default=None,
        validate_default=True,
        description="the address that mails come from, set wherever CLOSER_LOOK_MAIL_HOST is, such as "
        "closer-look@example.org",
    )
    mail_from_name: str = Field(
        default="Closer Look", min_length=1, max_length=100, description="a name of at most 100 characters"
    )
    mail_reply_to: Annotated[str, AfterValidator(checks.mail_address)] | None = Field(
        default=None, description="the address that answers go to, such as performance@example.org"
    )
    mail_bounces_to: Annotated[str, AfterValidator(checks.mail_address)] | None = Field(
        default=None, description="the address that reports of what did not arrive go to"
    )
    mail_per_minute: float = Field(
        default=25.0, ge=0.1, le=10_000, allow_inf_nan=False, description="a number from 0.1 to 10000"
    )

    @field_validator("mail_security")
    @classmethod
    def _is_never_in_clear_on_a_network(cls, security: MailSecurity, info: ValidationInfo) -> MailSecurity:
        host = info.data.get("mail_host")
        if security is MailSecurity.NONE and host is not None and not is_this_computer(host):
            raise ValueError
        return security

    @field_validator("mail_password")
    @classmethod
    def _is_somebodys(cls, password: Password | None, info: ValidationInfo) -> Password | None:
        if password is not None and info.data.get("mail_username") is None:
            raise ValueError
        return password

    @field_validator("mail_oauth_client_id")
    @classmethod
    def _is_of_a_tenant(cls, client: str | None, info: ValidationInfo) -> str | None:
        if client is not None and info.data.get("mail_oauth_tenant") is None:
            raise ValueError
        return client

    @field_validator("mail_oauth_client_secret")
    @classmethod
    def _is_of_an_application(cls, secret: Password | None, info: ValidationInfo) -> Password | None:
        needed = ("mail_oauth_tenant", "mail_oauth_client_id", "mail_username")
        is_complete = all(info.data.get(each) for each in needed)
        if secret is not None and (not is_complete or info.data.get("mail_password")):
            raise ValueError
        return secret

    @field_validator("mail_from")
    @classmethod
    def _is_set_with_the_server(cls, address: str | None, info: ValidationInfo) -> str | None:
        if address is None and info.data.get("mail_host") is not None:
            raise ValueError
        return address
