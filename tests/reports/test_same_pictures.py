"""A picture is the same to the byte in every run, whatever order a process takes its sets in."""

import os
import subprocess
import sys

from tests.quick import ROOT

DRAWS = """
from hashlib import sha256

from content.phrases import phrases_in
from reports.group.group_charts import group_picture_svg
from reports.layout.drawing import picture_png
from reports.progress.progress import progress_of
from reports.progress.progress_picture import progress_picture_svg
from reports.theme.theme_charts import picture_svg
from tests.reports.group_samples import LIVELY, MIDWAY, STATE, group_report
from tests.reports.samples import RICH, report_of

english = phrases_in("en")
for drawn in (
    group_picture_svg(group_report(LIVELY), english),
    progress_picture_svg(progress_of(STATE, MIDWAY), english),
    picture_svg(report_of(RICH), english),
):
    print(sha256(drawn.encode()).hexdigest(), sha256(picture_png(drawn)).hexdigest())
"""


def drawn_with(seed: str) -> str:
    """What pictures are, as a process draws them that orders its sets by this seed."""
    ran = subprocess.run(
        [sys.executable, "-c", DRAWS],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout


def test_pictures_are_the_same_in_every_run() -> None:
    first = drawn_with("1")
    assert len(first.split()) == 6
    assert drawn_with("2") == first
