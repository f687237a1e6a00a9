"""Tests of reading what people wrote."""
