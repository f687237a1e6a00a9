"""Tests of what is asked of one person."""
