"""nginx and Caddy, each started as docs/running.md has it, on ports of this test alone."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.patience import LONGEST_SECONDS

ROOT: Final = Path(__file__).parents[1]
NAMES: Final = ("nginx", "caddy")
_REQUIRED: Final = os.environ.get("CLOSER_LOOK_REQUIRE_PROXIES") == "1"
_UNPACKED: Final = ROOT / ".venv" / "tools"
_PLACES: Final = [
    os.environ["PATH"],
    "/usr/sbin",
    *(str(_UNPACKED / "usr" / each) for each in ("bin", "sbin")),
]
_BEGINNINGS: Final = {"nginx": "# Who holds open", "caddy": "{\n    log {"}


@dataclass(frozen=True, slots=True)
class WebServer:
    """A web server in front of the product, which listens on ``behind`` or is not there.

    ``log`` is all that it writes, wherever it writes it.
    """

    port: int
    plain_port: int
    behind: int
    log: Path

    @property
    def address(self) -> str:
        """Where browsers reach it."""
        return f"https://localhost:{self.port}"


def snippet(name: str) -> str:
    """The configuration of this web server as the page has it."""
    return _block(_BEGINNINGS[name])


def _block(beginning: str) -> str:
    page = (ROOT / "docs" / "running.md").read_text("utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (found,) = [block for block in blocks if block.startswith(beginning)]
    return found


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


@contextmanager
def in_front(name: str, configuration: str, folder: Path) -> Iterator[WebServer]:
    """This web server on this configuration, until it is told to stop and has written all that it writes."""
    port, plain_port, behind = free_ports(3)
    folder.mkdir()
    server = WebServer(port, plain_port, behind, folder / "all.log")
    start = {"nginx": _nginx, "caddy": _caddy}[name](server, configuration, folder)
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (
        server.log.open("ab") as log,
        subprocess.Popen(start, env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            _wait_for(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(LONGEST_SECONDS)


def _program(name: str) -> str:
    path = shutil.which(name, path=os.pathsep.join(_PLACES))
    if path is None:
        do_without = pytest.fail if _REQUIRED else pytest.skip
        do_without(f"{name} was not found, so it cannot be tried (Debian's package has the same name).")
    return path


def _nginx(server: WebServer, configuration: str, folder: Path) -> Sequence[str]:
    filled = _filled(
        configuration,
        ("listen 443 ", f"listen 127.0.0.1:{server.port} "),
        ("listen 80;", f"listen 127.0.0.1:{server.plain_port};"),
        ("http://127.0.0.1:8080", f"http://127.0.0.1:{server.behind}"),
        ("closer-look.example.org;", "localhost;"),
        (r"ssl_certificate .*;", f"ssl_certificate {folder}/certificate.pem;"),
        (r"ssl_certificate_key .*;", f"ssl_certificate_key {folder}/key.pem;"),
    )
    _make_certificate(folder)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    # As talkative as it can be, so that what the page says of logs is all that keeps an address out of them.
    whole = [
        "daemon off;",
        f"pid {folder}/pid;",
        f"error_log {server.log} info;",
        *(["user root;"] if os.geteuid() == 0 else []),
        _block("worker_rlimit_nofile"),
        "http {",
        f"access_log {server.log};",
        *(f"{kind}_temp_path {folder}/{kind};" for kind in kinds),
        filled,
        "}",
    ]
    (folder / "nginx.conf").write_text("\n".join(whole), "utf-8")
    return [_program("nginx"), "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def _caddy(server: WebServer, configuration: str, folder: Path) -> Sequence[str]:
    if not configuration.startswith("{"):
        configuration = "{\n}\n" + configuration
    ports = f"http_port {server.plain_port}\n https_port {server.port}"
    filled = _filled(
        configuration,
        (r"\A\{\n", f"{{\n {ports}\n debug\n admin off\n"),
        ("closer-look.example.org {", f"localhost {{\n tls {folder}/certificate.pem {folder}/key.pem"),
        ("127.0.0.1:8080", f"127.0.0.1:{server.behind}"),
    )
    _make_certificate(folder)
    (folder / "Caddyfile").write_text(filled, "utf-8")
    return [_program("caddy"), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


def _filled(configuration: str, *changes: tuple[str, str]) -> str:
    for pattern, instead in changes:
        configuration = re.sub(pattern, lambda _, new=instead: new, configuration)
    return configuration


def _make_certificate(folder: Path) -> None:
    kind = "-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
    whose = "-subj /CN=localhost -addext subjectAltName=DNS:localhost"
    files = ("-keyout", folder / "key.pem", "-out", folder / "certificate.pem")
    words = [_program("openssl"), "req", *kind.split(), *whose.split(), *files]
    subprocess.run(words, capture_output=True, check=True)


def _wait_for(server: WebServer, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            for port in (server.port, server.plain_port):
                socket.create_connection(("localhost", port), timeout=1).close()
        except ConnectionRefusedError:
            continue
        return
    pytest.fail(f"The web server did not start: {server.log.read_text('utf-8')[-2000:]}")
