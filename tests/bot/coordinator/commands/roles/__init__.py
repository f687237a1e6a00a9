"""Tests of commands about roles."""
