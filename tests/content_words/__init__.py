"""The promises that the words of our guides keep."""
