"""The promises that the words of the shipped guide keep."""
