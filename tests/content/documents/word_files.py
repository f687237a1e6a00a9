"""Small Word documents and workbooks, made from the XML that a test is about."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

INPUTS = Path(__file__).with_name("inputs")
OFFICE = "http://schemas.openxmlformats.org/"
NAMESPACES = (
    f'xmlns:w="{OFFICE}wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    f'xmlns:mc="{OFFICE}markup-compatibility/2006" '
    f'xmlns:r="{OFFICE}officeDocument/2006/relationships" '
    f'xmlns:m="{OFFICE}officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    f'xmlns:wp="{OFFICE}drawingml/2006/wordprocessingDrawing" '
    f'xmlns:a="{OFFICE}drawingml/2006/main"'
)
HIDDEN = ' state="hidden"'
KINDS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "header1": "header",
    "footer1": "footer",
}


def given(name: str) -> bytes:
    """One of the documents to try."""
    return (INPUTS / name).read_bytes()


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Parts as a ZIP archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def relationships(*entries: tuple[str, str, str], mode: str = "") -> str:
    """Relationships as (id, kind, target)."""
    listed = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}officeDocument/2006/relationships/{kind}" '
        f'Target="{target}"{mode}/>'
        for key, kind, target in entries
    )
    return f'<Relationships xmlns="{OFFICE}package/2006/relationships">{listed}</Relationships>'


def word_file(body: str, *, links: Mapping[str, str] | None = None, **parts: str) -> bytes:
    """A Word document with this in its body; further parts by name, such as ``styles``."""
    entries = "".join(
        f'<Relationship Id="p{place}" Type="{OFFICE}officeDocument/2006/relationships/{KINDS[name]}" '
        f'Target="{name}.xml"/>'
        for place, name in enumerate(parts)
    )
    entries += "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}officeDocument/2006/relationships/hyperlink" '
        f'Target="{target}" TargetMode="External"/>'
        for key, target in (links or {}).items()
    )
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{OFFICE}package/2006/content-types"/>',
            "_rels/.rels": relationships(("d", "officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": (
                f'<Relationships xmlns="{OFFICE}package/2006/relationships">{entries}</Relationships>'
            ),
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
            **{
                f"word/{name}.xml": f"<w:{name.rstrip('1')} {NAMESPACES}>{content}</w:{name.rstrip('1')}>"
                for name, content in parts.items()
            },
        }
    )


def workbook(
    *sheets: str, names: Mapping[int, str] | None = None, hidden: tuple[int, ...] = (), styles: str = ""
) -> bytes:
    """A workbook with these sheets, each given as what stands between ``worksheet`` and its end."""
    space = f'xmlns="{OFFICE}spreadsheetml/2006/main" xmlns:r="{OFFICE}officeDocument/2006/relationships"'
    listed = "".join(
        f'<sheet name="{(names or {}).get(place, f"Sheet{place}")}" sheetId="{place}" r:id="s{place}"'
        f"{HIDDEN if place in hidden else ''}/>"
        for place in range(1, len(sheets) + 1)
    )
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{OFFICE}package/2006/content-types"/>',
            "_rels/.rels": relationships(("d", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f"<workbook {space}><sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": relationships(
                ("st", "styles", "styles.xml"),
                *(
                    (f"s{place}", "worksheet", f"worksheets/sheet{place}.xml")
                    for place in range(1, len(sheets) + 1)
                ),
            ),
            "xl/styles.xml": f"<styleSheet {space}>{styles}</styleSheet>",
            **{
                f"xl/worksheets/sheet{place}.xml": f"<worksheet {space}>{content}</worksheet>"
                for place, content in enumerate(sheets, start=1)
            },
        }
    )


def paragraph(*runs: str) -> str:
    """A paragraph of runs, or of plain words."""
    return f"<w:p>{''.join(each if each.startswith('<') else words(each) for each in runs)}</w:p>"


def words(text: str, look: str = "") -> str:
    """A run with these words."""
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def control(content: str, properties: str = "") -> str:
    """A content control around something."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
