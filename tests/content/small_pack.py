"""The smallest good pack, for tests that break it in one place."""

SMALL = """\
format: 1
id: small
version: "1.0"
language: en
title: A small guide
about: Ours, for a test.
sources:
  - Nothing.
introduction:
  - title: Before you begin
    text: Be frank.
scale:
  - level: 6
    name: Excellent
    meaning: As good as it gets.
  - level: 5
    name: Very good
    meaning: Strong.
  - level: 4
    name: Good
    meaning: Rather strong.
  - level: 3
    name: Adequate
    meaning: Just enough.
  - level: 2
    name: Weak
    meaning: Not enough.
  - level: 1
    name: Unsatisfactory
    meaning: Far from enough.
themes:
  - id: meetings
    title: Meetings
    minutes: 4
    purpose: Do they help?
    features:
      - id: heard
        text: All are heard.
    prompts:
      - id: say
        ask: How do people get their say?
        help: Think of new colleagues.
      - id: use
        ask: What comes of meetings?
        help: Think of the last one.
    illustrations:
      - level: 5
        lines:
          - All speak.
      - level: 2
        lines:
          - Few speak.
"""

FILE = "small.en.yaml"
