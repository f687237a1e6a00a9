"""Tests of the drafts of guides that organisations bring in."""
