"""What is kept of the guides that organisations bring in."""
