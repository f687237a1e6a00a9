"""What a process has used, as Linux counts it."""

import os
from pathlib import Path

HEAVY = ("typst", "resvg", "docx", "xlsxwriter", "matplotlib", "PIL")
"""Libraries for reports, pictures and documents."""

_TICKS = os.sysconf("SC_CLK_TCK")


def seconds_of(process: int) -> float:
    """Processor time that a process has used, all its threads together, in seconds."""
    _, _, fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(") ")
    user, system = fields.split()[11:13]
    return (int(user) + int(system)) / _TICKS


def memory_of(process: int) -> int:
    """Memory that a process has in use now, in bytes."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


def heavy_in(process: int) -> list[str]:
    """Which of the heavy libraries a process has loaded, as far as they are more than Python."""
    mapped = Path(f"/proc/{process}/maps").read_text("utf-8")
    return [name for name in HEAVY if f"/{name}" in mapped]
