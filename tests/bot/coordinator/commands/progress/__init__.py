"""Tests of commands that tell how far a round is."""
