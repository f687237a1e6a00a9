"""The promises that the words of the shipped guides keep."""
