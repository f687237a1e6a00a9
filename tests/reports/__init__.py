"""Theme reports, from replies to chat text, picture, page, PDF and export."""
