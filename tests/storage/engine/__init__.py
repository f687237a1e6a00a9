"""Tests of the database itself."""
