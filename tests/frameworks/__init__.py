"""The six frameworks of the trial, in words of ours, and that nothing of them is lost on the way."""
