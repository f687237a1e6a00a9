"""What is printed to be written on or handed over: prompt sheets and personal links."""
