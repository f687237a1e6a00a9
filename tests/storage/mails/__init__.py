"""Tests of mails to people who are invited, as they are kept."""
