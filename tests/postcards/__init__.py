"""A carrier that lives in the tests only: postcards, which are sent and never answered."""
