"""The kinds of prompts."""
