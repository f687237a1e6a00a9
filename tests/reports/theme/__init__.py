"""Tests of the report of one theme."""
