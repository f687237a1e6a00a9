"""The settings: environment variables and a ``.env`` file in the working folder, read once.

Every mistake is found before any is reported, each as one sentence that names its variable. No sentence ever
holds a value, because a token is easily pasted into the wrong line. ``docs/settings.md`` explains each.
"""

import logging
import os
import re
from collections.abc import Mapping
from datetime import time
from difflib import get_close_matches
from enum import StrEnum, unique
from pathlib import Path
from typing import Annotated, Final

from dotenv import dotenv_values
from dotenv.parser import Binding, parse_stream
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    Secret,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.settings import checks as checks
from bot.settings.limits import QuotaSettings
from bot.settings.notify_settings import NotifySettings
from conversations.calendar.reminder_hours import CLOSES, OPENS, SCOTLAND, Hours, bank_holidays
from storage.people.sessions import SessionLimits

PREFIX: Final = "CLOSER_LOOK_"
ENV_FILE: Final = Path(".env")
DATABASE_NAME: Final = "closer-look.sqlite3"

_SECRETS = ("telegram_token", "mail_password", "mail_oauth_client_secret", "notify_key")
_FROM_FILE = "_FILE"
_LONGEST_SECRET = 4096
_EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 (recognised, not bound)
_FOR_TESTS = frozenset(f"CLOSER_LOOK_REQUIRE_{each}" for each in ("BROWSER", "STRACE", "PROXIES"))
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_LETTERS_ALONE = re.compile(r"[^A-Z]")
_SET_BY_KUBERNETES = re.compile(r"_(SERVICE_HOST\Z|SERVICE_PORT(_|\Z)|PORT_[0-9]+_(TCP|UDP|SCTP)(_|\Z))")


@unique
class LogLevel(StrEnum):
    """How much is logged."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


@unique
class LogFormat(StrEnum):
    """How a log record is written: as a line to read, or as JSON for a machine."""

    TEXT = "text"
    JSON = "json"


class SettingsFault(Exception):
    """The settings cannot be used. ``mistakes`` are all the reasons, one sentence each."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


_Folder = Annotated[Path, AfterValidator(checks.home)]


class Settings(QuotaSettings, NotifySettings):
    """Everything that can be set. A field's description completes the sentence "It must be …"."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    telegram_token: checks.Token | None = Field(
        default=None,
        description="the token that BotFather gave: a number, a colon, then letters, digits, - and _",
    )
    telegram_api_url: Annotated[str, AfterValidator(checks.api_url)] = Field(
        default="https://api.telegram.org",
        description="an address that begins with https:// or http://, such as https://api.telegram.org",
    )
    database_url: Annotated[str, AfterValidator(checks.database_url)] | None = Field(
        default=None,
        description="sqlite:/// and the path of a file, such as sqlite:////srv/closer-look.sqlite3; "
        "other databases cannot be used yet",
    )
    data_dir: _Folder = Field(default=Path("data"), description="the path of a folder")
    web_host: Annotated[str, AfterValidator(checks.host)] = Field(
        default="127.0.0.1",
        description="the address or the name of this computer to listen on, such as 127.0.0.1 or 0.0.0.0",
    )
    web_port: int = Field(default=8080, ge=0, le=65_535, description="a whole number from 0 to 65535")
    public_url: Annotated[str, AfterValidator(checks.public_url)] | None = Field(
        default=None,
        description="the address that people open, without a path, such as https://closer-look.example.org",
    )
    packs_dir: _Folder | None = Field(default=None, description="the path of a folder with packs")
    reading_seconds: float = Field(
        default=4.0, ge=0, le=60, allow_inf_nan=False, description="a number of seconds from 0 to 60"
    )
    ask_about_identifiers: bool = Field(default=True, description="true or false")
    report_processes: int = Field(default=0, ge=0, le=64, description="a whole number from 0 to 64")
    keep_files_days: int = Field(
        default=7, ge=0, le=3650, description="a whole number of days from 0 to 3650"
    )
    log_level: Annotated[LogLevel, BeforeValidator(checks.upper)] = Field(
        default=LogLevel.INFO, description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Annotated[LogFormat, BeforeValidator(checks.lower)] = Field(
        default=LogFormat.TEXT, description="text or json"
    )
    sends_per_second: float = Field(
        default=25.0, ge=0.1, le=10_000, allow_inf_nan=False, description="a number from 0.1 to 10000"
    )
    sends_per_chat_per_second: float = Field(
        default=1.0, ge=0.01, le=1000, allow_inf_nan=False, description="a number from 0.01 to 1000"
    )
    sends_at_once: int = Field(default=30, ge=1, le=250, description="a whole number from 1 to 250")
    invitation_days: int = Field(default=14, ge=1, le=365, description="a whole number of days from 1 to 365")
    session_days: int = Field(default=90, ge=1, le=365, description="a whole number of days from 1 to 365")
    role_session_days: int = Field(
        default=14, ge=1, le=365, description="a whole number of days from 1 to 365"
    )
    reminders_from: Annotated[time, BeforeValidator(checks.time_of_day)] = Field(
        default=OPENS, description="a time of day before CLOSER_LOOK_REMINDERS_UNTIL, such as 08:30"
    )
    reminders_until: Annotated[time, BeforeValidator(checks.time_of_day)] = Field(
        default=CLOSES, description="a time of day, such as 17:30"
    )
    holidays: Annotated[str, AfterValidator(checks.holidays)] = Field(
        default=SCOTLAND,
        description="none, or the code of a country or of a part of one whose bank holidays are known, "
        "such as GB-SCT",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 (the library's own signature)
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What was read from a secret's file, then the environment, then ``.env``."""
        return (init_settings, env_settings, dotenv_settings)

    @field_validator("reminders_until")
    @classmethod
    def _is_after_the_beginning(cls, until: time, info: ValidationInfo) -> time:
        if until <= info.data.get("reminders_from", OPENS):
            raise ValueError
        return until

    @property
    def reminder_hours(self) -> Hours:
        """When people are reminded."""
        return Hours(self.reminders_from, self.reminders_until, bank_holidays(self.holidays))

    @property
    def session_limits(self) -> SessionLimits:
        """After how many days without use a browser is signed out."""
        return SessionLimits(self.session_days, self.role_session_days, self.browsers)

    @property
    def database_path(self) -> Path:
        """The file that the store is in."""
        if self.database_url is None:
            return self.data_dir / DATABASE_NAME
        return Path(self.database_url.removeprefix(checks.SQLITE))

    @property
    def processes_for_reports(self) -> int:
        """How many processes make reports: as many as set, else all cores but the one for everything else."""
        return self.report_processes or max(len(os.sched_getaffinity(0)) - 1, 1)

    @property
    def has_chosen_port(self) -> bool:
        """Whether the port was set. One that was not may move on to the next free one."""
        return "web_port" in self.model_fields_set

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be seen in a log."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return tuple(value.get_secret_value() for value in values if isinstance(value, Secret))

    def web_url(self, port: int) -> str:
        """The address that people open, without a slash at its end, when we listen on this port."""
        if self.public_url is not None:
            return self.public_url
        host = "127.0.0.1" if self.web_host in _EVERY_ADDRESS else self.web_host
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def variable(field: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + field.upper()


def setting_names() -> tuple[str, ...]:
    """Every variable that is read, in order; a secret's file follows the secret."""
    names: list[str] = []
    for field in Settings.model_fields:
        names.append(variable(field))
        if field in _SECRETS:
            names.append(variable(field) + _FROM_FILE)
    return tuple(names)


def load_settings() -> Settings:
    """The settings of this process. Raises ``SettingsFault`` with every mistake in them."""
    given, mistakes = _given()
    mistakes += _unknown(given)
    secrets, found = _secrets_from_files(given)
    mistakes += found
    return _settings(secrets, mistakes)


def _settings(secrets: Mapping[str, str], mistakes: list[str]) -> Settings:
    try:
        settings = Settings(**secrets)  # type: ignore[arg-type]
    except ValidationError as error:
        fields = dict.fromkeys(str(each["loc"][0]) for each in error.errors(include_input=False))
        mistakes = mistakes + [_must_be(field) for field in fields]
    except (OSError, UnicodeError):
        # Reported already: it is the .env file that cannot be read.
        pass
    else:
        if not mistakes:
            return settings
    raise SettingsFault(tuple(mistakes))


def _must_be(field: str) -> str:
    return f"{variable(field)} must be {Settings.model_fields[field].description}."


def _given() -> tuple[dict[str, str], list[str]]:
    """What is set under our prefix and not empty, the environment before ``.env``, and what is unreadable."""
    in_file, mistakes = _in_env_file()
    names = in_file | {name.upper(): value for name, value in os.environ.items() if value}
    return {name: value for name, value in names.items() if name.startswith(PREFIX)}, mistakes


def _in_env_file() -> tuple[dict[str, str], list[str]]:
    # It would warn of the lines that are reported below.
    logging.getLogger("dotenv").setLevel(logging.CRITICAL)
    try:
        with ENV_FILE.open(encoding="utf-8") as file:
            lines = list(parse_stream(file))
        values = dotenv_values(ENV_FILE, encoding="utf-8")
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeError):
        return {}, ["The file .env cannot be read: it must be a text file in UTF-8 that we may read."]
    mistakes = [told for line in lines if (told := _mistake_in(line)) is not None]
    return {name.upper(): value for name, value in values.items() if value}, mistakes


def _mistake_in(line: Binding) -> str | None:
    """What is wrong with a line of ``.env``, None for nothing. A setting of another program's is none."""
    key = (line.key or "").removeprefix("\ufeff")
    if line.error or (key and line.value is None):
        return f"Line {_number(line)} of .env must be a name, =, and a value."
    if key and not _NAME.fullmatch(key):
        return f"Line {_number(line)} of .env begins with a name that has more than letters, digits and _."
    if _LETTERS_ALONE.sub("", key.upper()).startswith("CLOSERLOOK") and not key.upper().startswith(PREFIX):
        return f"Line {_number(line)} of .env is not understood. Names of settings begin with {PREFIX}."
    return None


def _number(line: Binding) -> int:
    """The number of a line; the parser counts the empty lines in front of it as part of it."""
    text = line.original.string
    return line.original.line + text[: len(text) - len(text.lstrip())].count("\n")


def _unknown(given: Mapping[str, str]) -> list[str]:
    known = setting_names()
    return [
        _not_a_setting(name, known)
        for name, value in given.items()
        if name not in known and name not in _FOR_TESTS and not _is_of_kubernetes(name, value)
    ]


def _not_a_setting(name: str, known: tuple[str, ...]) -> str:
    shown = "".join(character if character.isalnum() else "_" for character in name)[:80]
    # Without the prefix, which would make every name look like every other.
    bare = [each.removeprefix(PREFIX) for each in known]
    near = get_close_matches(name.removeprefix(PREFIX), bare, n=1, cutoff=0.5)
    mend = f"Did you mean {PREFIX}{near[0]}?" if near else "docs/settings.md lists all of them."
    return f"{shown} is not a setting. {mend}"


def _is_of_kubernetes(name: str, value: str) -> bool:
    """Whether Kubernetes set this by itself, as it does for every service, here one named closer-look."""
    return bool(_SET_BY_KUBERNETES.search(name)) or (name.endswith("_PORT") and "://" in value)


def _secrets_from_files(given: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    secrets: dict[str, str] = {}
    mistakes: list[str] = []
    for field in _SECRETS:
        name = variable(field)
        path = given.get(name + _FROM_FILE)
        if path is None:
            continue
        secret, mistake = _secret_in(Path(path), name + _FROM_FILE)
        if secret and name in given:
            mistake = f"Set {name} or {name}{_FROM_FILE}, not both."
        if mistake:
            mistakes.append(mistake)
        elif secret:
            secrets[field] = secret
    return secrets, mistakes


def _secret_in(path: Path, name: str) -> tuple[str, str | None]:
    """The secret in a file ("" for an empty file, which counts as not set), or what is wrong with it."""
    try:
        with path.open(encoding="utf-8") as file:
            secret = file.read(_LONGEST_SECRET + 1)
    except (OSError, ValueError):
        return "", f"{name} must be the path of a file that we may read."
    if len(secret) > _LONGEST_SECRET:
        return "", f"{name} names a file that is too large to hold a secret."
    return secret.strip(), None
