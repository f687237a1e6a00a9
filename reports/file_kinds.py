"""The kinds of file that documents are rendered into, for whoever asks for one and renders none."""

from typing import Final

PNG: Final = "png"
PDF: Final = "pdf"
HTML: Final = "html"

KINDS: Final = (PNG, PDF, HTML)
"""What a report can become; the progress of a round is a picture only."""

DOCX: Final = "docx"
"""What a prompt sheet can become besides a PDF."""

XLSX: Final = "xlsx"
"""What a table of replies can become besides CSV."""
