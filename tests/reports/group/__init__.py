"""Tests of the report for a group."""
