"""Whether tests that have a short form are passed in full, as ``make test-full`` asks for."""

import os

IN_FULL = os.environ.get("CLOSER_LOOK_TESTS_IN_FULL") == "1"
