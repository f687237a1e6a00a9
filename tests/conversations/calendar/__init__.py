"""Tests of days and hours."""
