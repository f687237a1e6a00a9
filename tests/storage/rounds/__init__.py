"""Tests of rounds and the conversations in them."""
