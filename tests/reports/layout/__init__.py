"""Tests of what documents share."""
