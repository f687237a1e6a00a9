"""Tests of the guides: packs, their checks, and the library."""
