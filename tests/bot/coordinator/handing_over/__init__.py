"""Tests of commands about who is invited."""
