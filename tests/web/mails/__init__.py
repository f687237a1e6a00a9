"""Tests of the pages that mails lead to."""
