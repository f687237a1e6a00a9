"""Tests of the application: settings, logs, command line, intake and delivery."""
