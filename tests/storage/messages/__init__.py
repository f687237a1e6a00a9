"""Tests of inbox, outbox, jobs and files."""
