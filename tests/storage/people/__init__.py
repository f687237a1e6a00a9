"""Tests of who somebody is to us."""
