import re
from pathlib import Path

import pytest

from bot.settings.settings import (
    LogFormat,
    LogLevel,
    Settings,
    SettingsFault,
    load_settings,
    setting_names,
    variable,
)
from tests.bot.services import TOKEN, stand_alone

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "settings.md").read_text("utf-8")
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")
OF_A_VALUE = {variable(field) for field in Settings.model_fields}
"""All settings except those that name a secret's file."""
APART = ("CLOSER_LOOK_MAIL_PASSWORD", "CLOSER_LOOK_MAIL_OAUTH_")
"""Two ways of logging in to one server, of which one can be set."""


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stand_alone(monkeypatch, tmp_path)


def mistakes() -> tuple[str, ...]:
    with pytest.raises(SettingsFault) as fault:
        load_settings()
    return fault.value.mistakes


def test_everything_has_a_default() -> None:
    settings = load_settings()
    assert settings == Settings()
    assert settings.telegram_token is None
    assert not settings.has_chosen_port
    assert settings.database_path == Path("data/closer-look.sqlite3")
    assert settings.web_url(8081) == "http://127.0.0.1:8081"
    assert settings.secrets == ()


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLOSER_LOOK_TELEGRAM_TOKEN", f" {TOKEN} ")
    monkeypatch.setenv("CLOSER_LOOK_TELEGRAM_API_URL", "http://localhost:8081/")
    monkeypatch.setenv("CLOSER_LOOK_DATABASE_URL", f"sqlite:///{tmp_path}/own.sqlite3")
    monkeypatch.setenv("CLOSER_LOOK_WEB_PORT", "8080")
    monkeypatch.setenv("CLOSER_LOOK_PUBLIC_URL", "https://closer.example.org/")
    monkeypatch.setenv("CLOSER_LOOK_LOG_LEVEL", "debug")
    monkeypatch.setenv("CLOSER_LOOK_LOG_FORMAT", "JSON")
    monkeypatch.setenv("CLOSER_LOOK_READING_SECONDS", "0")
    settings = load_settings()
    assert settings.secrets == (TOKEN,)
    assert settings.telegram_api_url == "http://localhost:8081"
    assert settings.database_path == tmp_path / "own.sqlite3"
    assert settings.has_chosen_port
    assert settings.web_url(1) == "https://closer.example.org"
    assert settings.log_level is LogLevel.DEBUG
    assert settings.log_format is LogFormat.JSON
    assert settings.reading_seconds == 0


def test_the_environment_counts_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("CLOSER_LOOK_WEB_PORT=1111\nCLOSER_LOOK_WEB_HOST=192.0.2.1\nOTHER=x\n")
    monkeypatch.setenv("CLOSER_LOOK_WEB_PORT", "2222")
    settings = load_settings()
    assert (settings.web_port, settings.web_host) == (2222, "192.0.2.1")


def test_only_the_working_folder_s_file_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CLOSER_LOOK_WEB_PORT=1111\n")
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    assert load_settings().web_port == 8080


def test_an_empty_value_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("CLOSER_LOOK_WEB_PORT=1111\nCLOSER_LOOK_TELEGRAM_TOKEN=\n")
    monkeypatch.setenv("CLOSER_LOOK_WEB_PORT", "")
    settings = load_settings()
    assert settings.web_port == 1111
    assert settings.telegram_token is None


WRONG = {
    "CLOSER_LOOK_MAIL_HOST": "http://hunter2",
    "CLOSER_LOOK_MAIL_PORT": "0",
    "CLOSER_LOOK_MAIL_SECURITY": "hunter2",
    "CLOSER_LOOK_MAIL_CA_FILE": "~hunter2-nobody/ca.pem",
    "CLOSER_LOOK_MAIL_OAUTH_TENANT": "hunter2/tenant",
    "CLOSER_LOOK_MAIL_OAUTH_CLIENT_ID": "hunter2 client",
    "CLOSER_LOOK_MAIL_OAUTH_CLIENT_SECRET": "hunter2" * 700,
    "CLOSER_LOOK_MAIL_PASSWORD": "hunter2" * 700,
    "CLOSER_LOOK_MAIL_USERNAME": "hunter2\x07",
    "CLOSER_LOOK_MAIL_FROM": "hunter2",
    "CLOSER_LOOK_MAIL_FROM_NAME": "hunter2\x07",
    "CLOSER_LOOK_MAIL_REPLY_TO": "hunter2@example.org, hunter2@example.org",
    "CLOSER_LOOK_MAIL_BOUNCES_TO": "Ann <hunter2@example.org>",
    "CLOSER_LOOK_MAIL_PER_MINUTE": "0",
    "CLOSER_LOOK_NOTIFY_KEY": "hunter2",
    "CLOSER_LOOK_NOTIFY_MAIL_TEMPLATE": "hunter2",
    "CLOSER_LOOK_NOTIFY_REPLY_TO": "hunter2",
    "CLOSER_LOOK_NOTIFY_URL": "http://hunter2.example.org",
    "CLOSER_LOOK_MESSAGES_PER_MINUTE": "9",
    "CLOSER_LOOK_CHARACTERS_PER_HOUR": "19999",
    "CLOSER_LOOK_FILES_PER_HOUR": "9",
    "CLOSER_LOOK_PAGES_PER_MINUTE": "0",
    "CLOSER_LOOK_MESSAGES_WAITING": "-1",
    "CLOSER_LOOK_WORK_WAITING": "hunter2",
    "CLOSER_LOOK_STREAMS_OPEN": "0",
    "CLOSER_LOOK_BROWSERS": "0.5",
    "CLOSER_LOOK_LINKS_PER_DAY": "99",
    "CLOSER_LOOK_TELEGRAM_TOKEN": "hunter2-not-a-token",
    "CLOSER_LOOK_TELEGRAM_API_URL": "api.telegram.org/hunter2",
    "CLOSER_LOOK_DATABASE_URL": "postgresql://closer:hunter2@db/closer",
    "CLOSER_LOOK_DATA_DIR": "~hunter2-nobody/data",
    "CLOSER_LOOK_WEB_HOST": "http://hunter2",
    "CLOSER_LOOK_WEB_PORT": "hunter2",
    "CLOSER_LOOK_PUBLIC_URL": "https://closer.example.org/hunter2",
    "CLOSER_LOOK_PACKS_DIR": "~hunter2-nobody/packs",
    "CLOSER_LOOK_READING_SECONDS": "nan",
    "CLOSER_LOOK_ASK_ABOUT_IDENTIFIERS": "hunter2",
    "CLOSER_LOOK_REPORT_PROCESSES": "65",
    "CLOSER_LOOK_KEEP_FILES_DAYS": "hunter2",
    "CLOSER_LOOK_LOG_LEVEL": "hunter2",
    "CLOSER_LOOK_LOG_FORMAT": "hunter2",
    "CLOSER_LOOK_SENDS_PER_SECOND": "0",
    "CLOSER_LOOK_SENDS_PER_CHAT_PER_SECOND": "-1",
    "CLOSER_LOOK_SENDS_AT_ONCE": "0.5",
    "CLOSER_LOOK_INVITATION_DAYS": "0",
    "CLOSER_LOOK_SESSION_DAYS": "0",
    "CLOSER_LOOK_ROLE_SESSION_DAYS": "366",
    "CLOSER_LOOK_REMINDERS_FROM": "hunter2",
    "CLOSER_LOOK_REMINDERS_UNTIL": "hunter2",
    "CLOSER_LOOK_HOLIDAYS": "hunter2",
}


def test_every_mistake_is_told_at_once_and_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WRONG.items():
        monkeypatch.setenv(name, value)
    told = mistakes()
    assert [each.split(" ")[0] for each in told] == list(WRONG)
    assert all(re.fullmatch(r"\S+ must be [^\n]+\.", each) for each in told)
    assert "hunter2" not in "".join(told)


def test_every_setting_can_be_wrong() -> None:
    assert set(WRONG) == OF_A_VALUE


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("TELEGRAM_TOKEN", ["1:short", f"bot{TOKEN}", f'"{TOKEN}"', TOKEN.replace(":", " ")]),
        (
            "TELEGRAM_API_URL",
            ["ftp://x", "https://", "https://x:0", "https://x:99999", "https://x/?a", "https://a b"],
        ),
        ("PUBLIC_URL", ["https://x/y", "https://a:b@x", "//x", "https://x#y"]),
        (
            "DATABASE_URL",
            ["sqlite://", "sqlite:///", "sqlite:////", "sqlite:///:memory:", "sqlite:///x?mode=ro", "x"],
        ),
        ("WEB_HOST", ["a b", "[", "a/b", "127.0.0.1:80:"]),
        ("WEB_PORT", ["-1", "65536", "80.5", "eighty"]),
        ("READING_SECONDS", ["-1", "61", "inf", "4s"]),
        ("ASK_ABOUT_IDENTIFIERS", ["2", "maybe", "-"]),
        ("REMINDERS_FROM", ["25:00", "half past", "8.30", "0830", "17:30:00"]),
        ("REMINDERS_UNTIL", ["08:30", "07:00", "24:00"]),
        ("HOLIDAYS", ["GB-XXX", "QQ", "Scotland"]),
    ],
)
def test_a_value_that_cannot_be_right_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, values: list[str]
) -> None:
    accepted = []
    for value in values:
        monkeypatch.setenv(f"CLOSER_LOOK_{name}", value)
        try:
            load_settings()
        except SettingsFault:
            continue
        accepted.append(value)
    assert accepted == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("HTTPS://Closer.Example.org:443/", "https://closer.example.org"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_address_is_kept_as_browsers_write_it(
    monkeypatch: pytest.MonkeyPatch, given: str, kept: str
) -> None:
    monkeypatch.setenv("CLOSER_LOOK_PUBLIC_URL", given)
    assert load_settings().web_url(1) == kept


def test_an_unknown_name_is_told_with_what_may_have_been_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOSER_LOOK_TOKEN", "secret")
    Path(".env").write_text("CLOSER_LOOK_PORT=80\nCLOSER_LOOK_QZX=1\n")
    assert sorted(mistakes()) == [
        "CLOSER_LOOK_PORT is not a setting. Did you mean CLOSER_LOOK_WEB_PORT?",
        "CLOSER_LOOK_QZX is not a setting. docs/settings.md lists all of them.",
        "CLOSER_LOOK_TOKEN is not a setting. Did you mean CLOSER_LOOK_TELEGRAM_TOKEN?",
    ]


def test_what_kubernetes_and_the_test_run_set_is_no_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOSER_LOOK_SERVICE_HOST", "10.0.0.1")
    monkeypatch.setenv("CLOSER_LOOK_SERVICE_PORT_HTTP", "80")
    monkeypatch.setenv("CLOSER_LOOK_PORT", "tcp://10.0.0.1:80")
    monkeypatch.setenv("CLOSER_LOOK_PORT_80_TCP_ADDR", "10.0.0.1")
    monkeypatch.setenv("CLOSER_LOOK_REQUIRE_BROWSER", "1")
    monkeypatch.setenv("CLOSER_LOOK_REQUIRE_STRACE", "1")
    monkeypatch.setenv("CLOSER_LOOK_REQUIRE_PROXIES", "1")
    assert load_settings() == Settings()


def test_a_secret_may_stand_in_a_file_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("secret").write_text(f"{TOKEN}\n")
    monkeypatch.setenv("CLOSER_LOOK_TELEGRAM_TOKEN_FILE", "secret")
    settings = load_settings()
    assert settings.secrets == (TOKEN,)
    assert TOKEN not in repr(settings)


def test_the_file_of_a_secret_may_be_named_in_the_file_of_settings() -> None:
    Path("secret").write_text(TOKEN)
    Path(".env").write_text("HERE=.\nCLOSER_LOOK_TELEGRAM_TOKEN_FILE=${HERE}/secret\n")
    assert load_settings().telegram_token is not None


def test_an_empty_file_of_a_secret_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOSER_LOOK_TELEGRAM_TOKEN_FILE", "/dev/null")
    assert load_settings().telegram_token is None
    monkeypatch.setenv("CLOSER_LOOK_TELEGRAM_TOKEN", TOKEN)
    assert load_settings().telegram_token is not None


def test_a_secret_s_file_that_cannot_be_used_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "CLOSER_LOOK_TELEGRAM_TOKEN_FILE"
    monkeypatch.setenv(name, "nowhere")
    assert mistakes() == (f"{name} must be the path of a file that we may read.",)
    Path("large").write_text("x" * 5000)
    monkeypatch.setenv(name, "large")
    assert mistakes() == (f"{name} names a file that is too large to hold a secret.",)
    Path("other").write_text("not a token")
    monkeypatch.setenv(name, "other")
    assert mistakes()[0].startswith("CLOSER_LOOK_TELEGRAM_TOKEN must be the token")
    Path("secret").write_text(TOKEN)
    monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("CLOSER_LOOK_TELEGRAM_TOKEN", TOKEN)
    assert mistakes() == (f"Set CLOSER_LOOK_TELEGRAM_TOKEN or {name}, not both.",)


def test_lines_of_the_file_that_are_no_settings_are_told_by_number(caplog: pytest.LogCaptureFixture) -> None:
    Path(".env").write_text(
        '# a note\nCLOSER_LOOK_WEB_PORT 80\n\nCLOSER_LOOK_X\n"open\nCLOSER_LOOK_WEB_PORT=x\n'
    )
    assert mistakes() == (
        "Line 2 of .env must be a name, =, and a value.",
        "Line 4 of .env must be a name, =, and a value.",
        "Line 5 of .env must be a name, =, and a value.",
        "CLOSER_LOOK_WEB_PORT must be a whole number from 0 to 65535.",
    )
    assert caplog.records == []


@pytest.mark.parametrize("content", [b"CLOSER_LOOK_WEB_PORT=\xff\n", None], ids=["not UTF-8", "a folder"])
def test_a_file_of_settings_that_cannot_be_read_is_told(content: bytes | None) -> None:
    if content is None:
        Path(".env").mkdir()
    else:
        Path(".env").write_bytes(content)
    assert mistakes() == ("The file .env cannot be read: it must be a text file in UTF-8 that we may read.",)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:8080"),  # noqa: S104
        ("::", "http://127.0.0.1:8080"),
        ("::1", "http://[::1]:8080"),
        ("[::1]", "http://[::1]:8080"),
        ("box.local", "http://box.local:8080"),
    ],
)
def test_the_address_that_people_open_follows_the_host(
    monkeypatch: pytest.MonkeyPatch, host: str, url: str
) -> None:
    monkeypatch.setenv("CLOSER_LOOK_WEB_HOST", host)
    assert load_settings().web_url(8080) == url


def documented() -> dict[str, tuple[str, str]]:
    """Each setting on the page with its default ("" for none) and its example."""
    found = {}
    for piece in PAGE.split("\n### `")[1:]:
        name = piece.partition("`")[0]
        default = re.search(r"^- Default: (?:`([^`]*)`|none.*)$", piece, re.MULTILINE)
        example = re.search(r"^- Example: `([^`]+)`$", piece, re.MULTILINE)
        assert default, name
        assert example, name
        found[name] = (default[1] or "", example[1])
    row = re.compile(r"^\| `(CLOSER_LOOK_\w+)` \| `([^`]+)` \| `([^`]+)` \| \S.* \|$", re.MULTILINE)
    return found | {name: (default, example) for name, default, example in row.findall(PAGE)}


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    assert sorted(documented()) == sorted(setting_names())


def test_the_documented_defaults_are_the_real_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = load_settings()
    for name, (default, _) in documented().items():
        monkeypatch.setenv(name, default)
    assert load_settings() == plain


def test_the_documented_examples_can_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, changed = load_settings(), set[str]()
    for apart in APART:
        with monkeypatch.context() as patched:
            for name, (_, example) in documented().items():
                if name in OF_A_VALUE and not name.startswith(apart):
                    patched.setenv(name, example)
            found = load_settings()
        changed |= {each for each in Settings.model_fields if getattr(plain, each) != getattr(found, each)}
    assert changed == set(Settings.model_fields)


def test_the_example_file_names_every_setting_with_its_default() -> None:
    lines = re.findall(r"^# (CLOSER_LOOK_\w+=.*)$", EXAMPLE, re.MULTILINE)
    assert sorted(line.partition("=")[0] for line in lines) == sorted(setting_names())
    plain = load_settings()
    Path(".env").write_text("\n".join(lines))
    assert load_settings() == plain


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "\u200bCLOSER_LOOK_DATA_DIR=elsewhere",
            "Line 2 of .env begins with a name that has more than letters, digits and _.",
        ),
        (
            "CLOSER\u00a0LOOK_DATA_DIR=elsewhere",
            "Line 2 of .env must be a name, =, and a value.",
        ),
        (
            "CLOSERLOOK_DATA_DIR=elsewhere",
            "Line 2 of .env is not understood. Names of settings begin with CLOSER_LOOK_.",
        ),
        (
            "closer-look-data-dir=elsewhere",
            "Line 2 of .env is not understood. Names of settings begin with CLOSER_LOOK_.",
        ),
        ("data dir", "Line 2 of .env must be a name, =, and a value."),
    ],
)
def test_a_line_that_is_not_understood_is_named(line: str, said: str) -> None:
    Path(".env").write_text(f"# ours\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingsFault) as fault:
        load_settings()
    assert said in fault.value.mistakes


@pytest.mark.parametrize(
    "line", ["COMPOSE_PROJECT_NAME=x", "my.other-program=1", "export CLOSER_LOOK_DATA_DIR=d"]
)
def test_a_line_for_another_program_is_left_alone(line: str) -> None:
    Path(".env").write_text(f"\ufeff{line}\r\n", encoding="utf-8")
    load_settings()
