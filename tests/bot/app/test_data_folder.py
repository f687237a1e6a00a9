import asyncio
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from bot.app import data_folder
from bot.app.data_folder import (
    CannotOpen,
    open_as_it_is,
    open_store,
    prepare_folder,
    said,
)
from bot.settings.settings import Settings
from storage.engine import sqlite
from storage.engine.database import StorageTrouble
from storage.rounds.rounds import rounds
from tests.bot.services import stand_alone

OWN_ROOT = Path(__file__).parents[3]


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    stand_alone(monkeypatch, tmp_path)
    return Settings(data_dir=Path("deep/data"))


async def test_a_store_is_made_where_there_is_none(settings: Settings) -> None:
    database = await open_store(settings)
    try:
        assert await database.read(rounds) == []
    finally:
        await database.close()
    assert stat.S_IMODE(settings.data_dir.stat().st_mode) == 0o700
    assert settings.database_path.is_file()


async def test_a_store_can_be_opened_by_two_at_once(settings: Settings) -> None:
    stores = await asyncio.gather(open_store(settings), open_store(settings))
    for store in stores:
        assert await store.read(rounds) == []
        await store.close()


async def test_a_store_elsewhere_gets_its_folder(settings: Settings, tmp_path: Path) -> None:
    elsewhere = tmp_path / "other" / "own.sqlite3"
    database = await open_store(settings.model_copy(update={"database_url": f"sqlite:///{elsewhere}"}))
    await database.close()
    assert elsewhere.is_file()


async def test_a_damaged_store_is_refused_with_the_way_back_and_left_as_it_is(settings: Settings) -> None:
    database = await open_store(settings)
    await database.close()
    path = settings.database_path
    content = bytearray(path.read_bytes())
    for page in range(2, 12):
        content[page * 4096 : page * 4096 + 100] = b"\xff" * 100
    path.write_bytes(content)
    with pytest.raises(CannotOpen, match=r"^The data in .* cannot be used: .*closer-look restore FILE\.$"):
        await open_store(settings)
    assert path.read_bytes() == content


async def test_a_large_store_is_not_checked_before_it_opens(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await open_store(settings)).close()
    checked: list[Path] = []
    monkeypatch.setattr(data_folder, "quick_check", checked.append)
    await (await open_store(settings)).close()
    assert checked == [settings.database_path]
    monkeypatch.setattr(data_folder, "QUICK_CHECK_BYTES", 4096)
    await (await open_store(settings)).close()
    assert len(checked) == 1


async def test_what_is_no_store_is_refused(settings: Settings) -> None:
    prepare_folder(settings)
    settings.database_path.write_text("hello " * 1000)
    with pytest.raises(CannotOpen, match=r"cannot be used: .*not a database"):
        await open_store(settings)


async def test_a_store_of_a_newer_version_is_refused(settings: Settings) -> None:
    database = await open_store(settings)
    await database.write(lambda tx: tx.run("INSERT INTO shape (number) VALUES (9999)"))
    await database.close()
    with pytest.raises(CannotOpen, match="made by a newer version"):
        await open_store(settings)


def test_a_data_folder_that_is_a_file_is_refused(settings: Settings) -> None:
    settings.data_dir.parent.mkdir()
    settings.data_dir.write_text("")
    with pytest.raises(CannotOpen, match="is not a folder"):
        prepare_folder(settings)


def test_a_data_folder_that_cannot_be_made_is_refused(settings: Settings) -> None:
    settings.data_dir.parent.write_text("")
    with pytest.raises(CannotOpen, match=r"cannot be made \(not a directory\)"):
        prepare_folder(settings)


@pytest.mark.parametrize(
    ("flag", "sentence"),
    [(0, "cannot be written to by this account"), (os.ST_RDONLY, "is on a read-only file system")],
)
def test_a_folder_that_cannot_be_written_to_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, flag: int, sentence: str
) -> None:
    prepare_folder(settings)
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(os, "statvfs", lambda _: type("Found", (), {"f_flag": flag})())
    with pytest.raises(CannotOpen, match=f"^The data folder deep/data {sentence}.$"):
        prepare_folder(settings)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_root_does_not_meddle_with_another_account_s_data(settings: Settings) -> None:
    prepare_folder(settings)
    settings.database_path.touch()
    os.chown(settings.database_path, 4711, 4711)
    with pytest.raises(CannotOpen, match=r"^The file .* belongs to another account \(number 4711\)"):
        prepare_folder(settings)
    os.chown(settings.data_dir, 4711, 4711)
    with pytest.raises(CannotOpen, match=r"^The data folder .* belongs to another account"):
        prepare_folder(settings)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")
def test_another_account_s_folder_is_refused(settings: Settings) -> None:
    # Not deep: the account that we become may not look into the folders above.
    settings = settings.model_copy(update={"data_dir": Path("theirs")})
    settings.data_dir.mkdir(mode=0o755)
    Path().chmod(0o755)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
        try:
            prepare_folder(settings)
        except CannotOpen as refused:
            os.write(writer, str(refused).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    with open(reader) as told:  # noqa: PTH123 (a pipe)
        assert told.read() == "The data folder theirs cannot be written to by this account."


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/all {here} {kind} rw 0 0
/dev/sdb1 {here}/deep/data ext4 rw 0 0
"""


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs"])
def test_a_network_file_system_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    here = tmp_path / "with space"
    here.mkdir()
    monkeypatch.chdir(here)
    mounts = tmp_path / "mounts"
    monkeypatch.setattr(data_folder, "MOUNTS", mounts)
    escaped = str(here).replace(" ", "\\040")
    mounts.write_text("".join(MOUNTS.format(here=escaped, kind=kind).splitlines(keepends=True)[:2]))
    with pytest.raises(CannotOpen, match=rf"^The data folder deep/data is on a network .* \({kind}\)"):
        prepare_folder(settings)
    mounts.write_text(MOUNTS.format(here=escaped, kind=kind))
    prepare_folder(settings)


@pytest.mark.parametrize("mounts", ["", "\n\nodd\n", None])
def test_a_computer_that_tells_no_mounts_is_trusted(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mounts: str | None
) -> None:
    told = tmp_path / "mounts"
    if mounts is not None:
        told.write_text(mounts)
    monkeypatch.setattr(data_folder, "MOUNTS", told)
    prepare_folder(settings)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("SQLITE_FULL", "the disk is full"),
        ("SQLITE_BUSY_SNAPSHOT", "something else has locked it for too long"),
        ("SQLITE_IOERR_WRITE", "SQLITE_IOERR_WRITE"),
    ],
)
def test_what_is_wrong_with_the_store_is_told_in_words(name: str, reason: str) -> None:
    assert said(StorageTrouble(name), Path("data/x")) == f"The data in data/x cannot be used: {reason}."


async def test_the_words_for_faults_are_those_of_the_engine(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(StorageTrouble, match=r"^SQLITE_CANTOPEN"):
        await open_as_it_is(folder)
    names = {name for name in dir(sqlite3) if name.startswith("SQLITE_")}
    assert set(data_folder._SAID) <= names


async def test_a_new_store_that_somebody_else_never_lets_go_of_is_refused_in_a_sentence(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    prepare_folder(settings)
    with closing(sqlite3.connect(settings.database_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CannotOpen, match=r"something else has locked it for too long\.$"):
            await open_store(settings)
