"""Tests of the Telegram channel's edge, and the one stand-in Bot API that all tests share."""
