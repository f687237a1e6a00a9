"""Tests of the core: what is said next."""
