"""The settings for GOV.UK Notify, which takes mails where no mail server is set."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    Field,
    Secret,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from bot.settings import checks
from bot.settings.mail_settings import MailSettings, is_this_computer

_UUID: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

ApiKey = Secret[
    Annotated[
        str,
        StringConstraints(
            strip_whitespace=True, max_length=400, pattern=rf"^[^\s\x00-\x1f]*-?{_UUID}-{_UUID}$"
        ),
    ]
]
"""An API key of GOV.UK Notify, if it has the shape of one; never shown."""


def _safe(value: str) -> str:
    """An address to which a key may be sent: encrypted, or on this computer."""
    url = AnyHttpUrl(checks.api_url(value))
    if url.scheme != "https" and not is_this_computer(url.host or ""):
        raise ValueError
    return str(url).rstrip("/")


class NotifySettings(MailSettings):
    """A field's description completes the sentence "It must be …"."""

    notify_key: ApiKey | None = Field(
        default=None,
        description="an API key as GOV.UK Notify shows it once: a name, the id of the service and a secret, "
        "joined by hyphens; CLOSER_LOOK_MAIL_REPLY_TO is set with it",
    )
    notify_mail_template: UUID | None = Field(
        default=None,
        validate_default=True,
        description="the id of a template for mails, set wherever CLOSER_LOOK_NOTIFY_KEY is",
    )
    notify_reply_to: UUID | None = Field(
        default=None, description="the id of a reply-to address of the service at GOV.UK Notify"
    )
    notify_url: Annotated[str, AfterValidator(_safe)] = Field(
        default="https://api.notifications.service.gov.uk",
        description="an address that begins with https://; http:// is taken only for this computer",
    )

    @field_validator("notify_key")
    @classmethod
    def _has_somewhere_for_answers(cls, key: ApiKey | None, info: ValidationInfo) -> ApiKey | None:
        if key is not None and info.data.get("mail_reply_to", "") is None:
            raise ValueError
        return key

    @field_validator("notify_mail_template")
    @classmethod
    def _is_set_with_the_key(cls, template: UUID | None, info: ValidationInfo) -> UUID | None:
        if template is None and info.data.get("notify_key") is not None:
            raise ValueError
        return template
