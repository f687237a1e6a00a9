"""Tests of storage/retention."""
