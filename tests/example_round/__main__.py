"""Makes the example round's report in every format: ``make example-report``.

It writes into a folder, ``data/example-report`` unless another one is given, and prints what it wrote.
"""

import argparse
import sys
from pathlib import Path

from content.phrases import phrases_in
from reports.file_kinds import GROUP_KINDS
from reports.group.group_chat_text import group_cards
from reports.rendering import render_report
from tests.example_round.people import example_report


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/example-report"))
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    report = example_report()
    made = render_report(report, "en", GROUP_KINDS)
    cards = "\n\n----\n\n".join(card.text for card in group_cards(report, phrases_in("en")))
    files = {
        "report.pdf": made.pdf,
        "report.html": made.html,
        "report.docx": made.docx,
        "report.xlsx": made.xlsx,
        "report.csv": made.csv,
        "report.json": made.json,
        "picture.png": made.png,
        "picture.txt": made.alt.encode(),
        "chat.txt": cards.encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
        sys.stdout.write(f"{folder / name}: {len(content):,} bytes\n")


if __name__ == "__main__":
    main()
