"""Tests of the replies of a round as those who run it may read them."""
