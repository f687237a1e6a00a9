"""Tests of organisations and roles."""
