"""Tests of how far a round is."""
