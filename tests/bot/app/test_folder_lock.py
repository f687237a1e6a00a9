"""The lock on the data folder: whatever is removed, one runs on it, and one that lost its data stops."""

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.app import folder_lock
from bot.app.data_folder import CannotOpen, prepare_folder
from bot.app.folder_lock import AlreadyRunning, DataGone, hold_lock
from bot.settings.settings import Settings

OWN_ROOT = Path(__file__).parents[3]
REMOVED = ("closer-look.sqlite3.lock", "closer-look.sqlite3", "closer-look.sqlite3-wal", "*")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    return Settings()


def test_only_one_runs_on_a_data_folder(settings: Settings) -> None:
    with hold_lock(settings):  # noqa: SIM117 (one is held while the other is refused)
        with pytest.raises(AlreadyRunning, match=r"^Closer Look is already running on this data folder\.$"):
            hold_lock(settings).__enter__()
    with hold_lock(settings):
        pass


def test_another_process_is_kept_out_until_the_first_is_gone(settings: Settings) -> None:
    code = (
        "import pathlib, sys, bot.app.folder_lock as o, bot.settings.settings as s\n"
        "with o.hold_lock(s.Settings(data_dir=pathlib.Path(sys.argv[1]))):\n"
        "    print('held', flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(settings.data_dir.absolute())]
    with subprocess.Popen(
        command, cwd=OWN_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning):
            hold_lock(settings).__enter__()
        other.kill()
    with hold_lock(settings):
        pass


def test_a_lock_that_cannot_be_written_is_told(settings: Settings) -> None:
    prepare_folder(settings)
    lock = settings.database_path.with_name("closer-look.sqlite3.lock")
    lock.symlink_to("elsewhere")
    with pytest.raises(CannotOpen, match=r"closer-look\.sqlite3\.lock cannot be written"):
        hold_lock(settings).__enter__()


@pytest.mark.parametrize("pattern", REMOVED)
def test_the_lock_cannot_be_lost_with_a_file(settings: Settings, pattern: str) -> None:
    with hold_lock(settings):
        for left in ("", "-wal", "-shm"):
            settings.database_path.with_name(settings.database_path.name + left).touch()
        for file in settings.data_dir.glob(pattern):
            file.unlink()
        with pytest.raises(AlreadyRunning):
            hold_lock(settings).__enter__()


@pytest.mark.parametrize("how", ["another folder", "a link to another"])
def test_the_lock_cannot_be_lost_with_the_folder(settings: Settings, how: str) -> None:
    with hold_lock(settings):
        settings.data_dir.rename("elsewhere")
        if how == "a link to another":
            Path("another").mkdir()
            settings.data_dir.symlink_to("another")
        with pytest.raises(AlreadyRunning):
            hold_lock(settings).__enter__()
        with hold_lock(Settings(data_dir=Path("elsewhere/beside"))):
            pass
    with hold_lock(settings):
        pass


def test_a_lock_of_the_folder_alone_would_be_lost_with_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: without its name a second one runs once another folder is in its place."""
    monkeypatch.setattr(folder_lock, "_hold_name", lambda *_: None)
    with hold_lock(settings):
        settings.data_dir.rename("elsewhere")
        with hold_lock(settings):
            pass


@pytest.mark.parametrize("fault", ["another account", "no such sockets"])
def test_whoever_else_holds_the_name_keeps_nobody_out(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    with hold_lock(settings):
        settings.data_dir.rename("elsewhere")
        if fault == "another account":
            monkeypatch.setattr(folder_lock, "_is_held_by_this_account", lambda _: False)
        else:
            monkeypatch.setattr("socket.socket", _refused)
        with hold_lock(settings):
            pass


def _refused(*_: object) -> None:
    raise OSError(97, "Address family not supported by protocol")


def test_a_lock_of_the_file_alone_would_be_lost_with_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: without the lock on the folder a second one runs once the file is removed."""
    locked = folder_lock._locked

    def file_alone(held: object, path: Path, _: int) -> int:
        return locked(held, path / "twin" if path.is_dir() else path, folder_lock._LOCK_FLAGS)  # type: ignore[arg-type]

    monkeypatch.setattr(folder_lock, "_locked", file_alone)
    monkeypatch.setattr(folder_lock, "_hold_name", lambda *_: None)
    monkeypatch.setattr(folder_lock.HeldFolder, "is_in_place", lambda _: True)
    with hold_lock(settings):
        for file in settings.data_dir.iterdir():
            file.unlink()
        with hold_lock(settings):
            pass


def test_a_version_before_that_still_runs_keeps_this_one_out(settings: Settings) -> None:
    import fcntl

    prepare_folder(settings)
    with settings.database_path.with_name("closer-look.sqlite3.lock").open("w") as theirs:
        fcntl.flock(theirs, fcntl.LOCK_EX)
        with pytest.raises(AlreadyRunning):
            hold_lock(settings).__enter__()
    with hold_lock(settings):
        pass


@pytest.mark.parametrize("how", ["removed", "moved", "another folder", "another file"])
async def test_one_whose_data_is_gone_stops_and_says_so(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(folder_lock, "LOOKS_EVERY_SECONDS", 0)
    with hold_lock(settings) as held:
        settings.database_path.touch()
        watching = asyncio.create_task(held.watch())
        await asyncio.sleep(0)
        assert not watching.done()
        if how == "another file":
            (settings.data_dir / "other").touch()
            (settings.data_dir / "other").replace(settings.database_path)
        elif how == "moved":
            settings.data_dir.rename("elsewhere")
        else:
            shutil.rmtree(settings.data_dir)
        if how == "another folder":
            prepare_folder(settings)
            settings.database_path.touch()
        with pytest.raises(DataGone, match="was removed or replaced while Closer Look was running"):
            await watching


async def test_one_whose_data_is_there_goes_on(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_lock, "LOOKS_EVERY_SECONDS", 0)
    with hold_lock(settings) as held:
        settings.database_path.touch()
        watching = asyncio.create_task(held.watch())
        for _ in range(20):
            settings.database_path.write_bytes(b"more")
            await asyncio.sleep(0)
        assert not watching.done()
        watching.cancel()
