"""Makes a backup as anybody would: by copying the file."""

import shutil
from pathlib import Path

from storage.engine import backup


def _copy(source: Path, target: Path) -> dict[str, int]:
    shutil.copyfile(source, target)
    return dict.fromkeys(("round", "participant", "reply"), 0)


backup.back_up = _copy
