"""The settings for mail: the server that takes ours, how we log in there, and who they are from.

Nothing is sent while no server is set. Where encryption is asked for, nothing is ever sent without it.
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
OneLine = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]{1,320}$")]
"""Some words on one line."""

_NAME_OF_THIS_COMPUTER: Final = "localhost"
_OF_THE_APPLICATION: Final = ("mail_oauth_tenant", "mail_oauth_client_id", "mail_oauth_client_secret")


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
        description="starttls or tls, and none only where CLOSER_LOOK_MAIL_HOST is this computer",
    )
    mail_ca_file: Annotated[Path, AfterValidator(checks.home)] | None = Field(
        default=None, description="the path of a file with certificates"
    )
    mail_oauth_tenant: Annotated[str, AfterValidator(checks.host)] | None = Field(
        default=None, description="the id or the name of a Microsoft 365 tenant"
    )
    mail_oauth_client_id: Annotated[str, AfterValidator(checks.host)] | None = Field(
        default=None, description="the id of an application of a Microsoft 365 tenant"
    )
    mail_oauth_client_secret: Password | None = Field(
        default=None,
        validate_default=True,
        description="set together with CLOSER_LOOK_MAIL_OAUTH_TENANT and CLOSER_LOOK_MAIL_OAUTH_CLIENT_ID",
    )
    mail_password: Password | None = Field(
        default=None, description="a password, and not set next to CLOSER_LOOK_MAIL_OAUTH_CLIENT_SECRET"
    )
    mail_username: OneLine | None = Field(
        default=None,
        validate_default=True,
        description="the name of an account, set together with CLOSER_LOOK_MAIL_PASSWORD or "
        "CLOSER_LOOK_MAIL_OAUTH_CLIENT_SECRET",
    )
    mail_from: Annotated[str, AfterValidator(checks.mail_address)] | None = Field(
        default=None,
        validate_default=True,
        description="the address that mails come from, set wherever CLOSER_LOOK_MAIL_HOST is, such as "
        "closer-look@example.org",
    )
    mail_from_name: OneLine = Field(
        default="Closer Look", max_length=100, description="a name of at most 100 characters on one line"
    )
    mail_reply_to: Annotated[str, AfterValidator(checks.mail_address)] | None = Field(
        default=None, description="the address that answers go to, such as performance@example.org"
    )
    mail_bounces_to: Annotated[str, AfterValidator(checks.mail_address)] | None = Field(
        default=None, description="the address that reports of what did not arrive go to"
    )

    mail_per_minute: int = Field(default=25, ge=1, le=600, description="a whole number from 1 to 600")

    @field_validator("mail_security")
    @classmethod
    def _is_never_in_clear_on_a_network(cls, security: MailSecurity, info: ValidationInfo) -> MailSecurity:
        host = info.data.get("mail_host")
        if security is MailSecurity.NONE and host is not None and not is_this_computer(host):
            raise ValueError
        return security

    @field_validator("mail_oauth_client_secret")
    @classmethod
    def _is_of_an_application(cls, secret: Password | None, info: ValidationInfo) -> Password | None:
        given = {info.data[each] is not None for each in _OF_THE_APPLICATION if each in info.data}
        if given - {secret is not None}:
            raise ValueError
        return secret

    @field_validator("mail_password")
    @classmethod
    def _is_the_only_secret(cls, password: Password | None, info: ValidationInfo) -> Password | None:
        if password is not None and info.data.get("mail_oauth_client_secret") is not None:
            raise ValueError
        return password

    @field_validator("mail_username")
    @classmethod
    def _has_a_secret(cls, username: str | None, info: ValidationInfo) -> str | None:
        secrets = [
            info.data[each] for each in ("mail_password", _OF_THE_APPLICATION[-1]) if each in info.data
        ]
        if len(secrets) == 2 and (username is not None) != any(each is not None for each in secrets):
            raise ValueError
        return username

    @field_validator("mail_from")
    @classmethod
    def _is_set_with_the_server(cls, address: str | None, info: ValidationInfo) -> str | None:
        if address is None and info.data.get("mail_host") is not None:
            raise ValueError
        return address
