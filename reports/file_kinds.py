"""The kinds of file that documents are rendered into, for whoever asks for one and renders none."""

from typing import Final

PNG: Final = "png"
PDF: Final = "pdf"
HTML: Final = "html"

KINDS: Final = (PNG, PDF, HTML)
"""What a report can become; the progress of a round is a picture only."""

DOCX: Final = "docx"
"""What a prompt sheet and the group's report can become, to be worked on."""

XLSX: Final = "xlsx"
CSV: Final = "csv"
JSON: Final = "json"
"""What tables become: those of replies the first two, and the figures of the group's report all three."""

GROUP_KINDS: Final = (*KINDS, DOCX, XLSX, CSV, JSON)
"""What the group's report can become."""
