"""Tests of what is kept: real SQLite files, and the promise that nothing told is lost."""
