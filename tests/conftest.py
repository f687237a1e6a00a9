"""What holds for every test: examples that are made up are the same ones in every run, however slow it is."""

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
