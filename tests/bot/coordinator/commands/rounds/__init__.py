"""Tests of commands about a round."""
