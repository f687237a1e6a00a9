"""What is asked of one person, out of all that a guide has. Nothing here shows a card or keeps a reply."""
