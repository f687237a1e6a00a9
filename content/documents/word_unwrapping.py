"""Taking the wrappers out of a Word document first: controls, tracked changes, versions, text boxes' frames.

What stands in a control is lost to whoever reads paragraphs and cells alone. After this the tree holds
paragraphs, tables, rows, cells, runs and words only. What was left out or is worth telling stands in its
place as a ``remark`` element with the name of its kind.
"""

from collections.abc import Callable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from content.documents.blocks import RemarkKind
from content.documents.ticks import TICKED, UNTICKED, is_box_sign

REMARK: Final = "remark"
"""The tag of what is told instead of read. Its attribute ``kind`` is a ``RemarkKind``."""

_WORDS = ("w_t", "w_delText", "m_t", "a_t")
_BREAKS = ("w_p", "w_tr", "w_br")
_TRANSPARENT = ("w_customXml", "w_smartTag", "w_moveTo", "w_dir", "w_bdo", "w_sdtContent")
_ON = ("1", "true", "on")


def words_in(element: Element) -> str:
    """All words in an element, also those that are deleted or hidden, a line for each paragraph."""
    pieces: list[str] = []
    for each in element.iter():
        if each.tag in _WORDS and each.text:
            pieces.append(each.text)
        elif each.tag == REMARK and each.text:
            pieces.append(f"\n{each.text}")
        elif each.tag in _BREAKS:
            pieces.append("\n")
    return "\n".join(line for line in "".join(pieces).split("\n") if line.strip())


def remark_element(kind: RemarkKind, text: str) -> Element:
    """What stands in the tree where something was left out."""
    made = Element(REMARK, {"kind": kind.value})
    made.text = text
    return made


def is_on(element: Element | None, key: str = "w_val") -> bool:
    """Whether a switch such as ``w_b`` is on: it is there, and does not say no."""
    return element is not None and element.get(key, "1").casefold() in _ON


def is_marked(element: Element | None, key: str) -> bool:
    """Whether an attribute such as ``hidden`` says yes; where it is absent, it says no."""
    return element is not None and element.get(key, "0").casefold() in _ON


def unwrap(element: Element) -> None:
    """Take the wrappers out of everything in an element, in place."""
    element[:] = [kept for child in list(element) for kept in _unwrapped(child)]


def _unwrapped(element: Element) -> Iterator[Element]:
    special = _SPECIAL.get(element.tag)
    if special is not None:
        yield from special(element)
        return
    if _is_deleted(element):
        yield from _left_out(element, RemarkKind.DELETED)
        return
    unwrap(element)
    if element.tag in _TRANSPARENT:
        yield from element
    else:
        yield element


def _is_deleted(element: Element) -> bool:
    """Whether a row or a cell is deleted and the deletion tracked."""
    match element.tag:
        case "w_tr":
            return element.find("w_trPr/w_del") is not None
        case "w_tc":
            return element.find("w_tcPr/w_cellDel") is not None
    return False


def _left_out(element: Element, kind: RemarkKind) -> Iterator[Element]:
    text = words_in(element)
    if text:
        yield remark_element(kind, text)


def _deleted(element: Element) -> Iterator[Element]:
    return _left_out(element, RemarkKind.DELETED)


def _inserted(element: Element) -> Iterator[Element]:
    for each in element.iter("w_ins"):
        each.tag = "w_moveTo"  # One within another is told once.
    yield from _left_out(element, RemarkKind.INSERTED)
    unwrap(element)
    yield from element


def _versions(element: Element) -> Iterator[Element]:
    """Of two versions of one drawing, the first; the second is told where its words are others."""
    first, *others = [each for each in element if each.tag in ("mc_Choice", "mc_Fallback")] or [element]
    known = words_in(first)
    for each in others:
        if words_in(each) not in ("", known):
            yield from _left_out(each, RemarkKind.SECOND_VERSION)
    unwrap(first)
    yield from first


def _control(element: Element) -> Iterator[Element]:
    properties = element.find("w_sdtPr")
    content = element.find("w_sdtContent")
    if content is None:
        return
    if properties is not None:
        box = properties.find("w14_checkbox")
        if box is not None:
            _put_tick(content, is_on(box.find("w14_checked"), "w14_val"))
        elif is_on(properties.find("w_showingPlcHdr")):
            _empty(content)
    unwrap(content)
    yield from content


def _put_tick(content: Element, is_ticked: bool) -> None:
    """Put our sign into a control that is a box, whatever sign of whatever font stands in it."""
    tick = TICKED if is_ticked else UNTICKED
    signs = [each for each in content.iter() if each.tag in ("w_t", "w_sym")]
    if not signs:
        run = Element("w_r")
        signs = [Element("w_t")]
        run.append(signs[0])
        within = next((each for each in content.iter("w_p")), content)
        within.append(run)
    first = signs[0]
    text = (first.text or "") if first.tag == "w_t" else ""
    rest = text[1:] if is_box_sign(text[:1]) or len(text) == 1 else text
    first.tag = "w_t"
    first.text = tick + rest


def _empty(content: Element) -> None:
    """Make what a control shows while nobody has filled it in into a remark."""
    for each in list(content.iter()):
        if each.tag == "w_t" and each.text:
            each.tag = REMARK
            each.set("kind", RemarkKind.PLACEHOLDER.value)


def _drawing(element: Element) -> Iterator[Element]:
    """The text boxes of a drawing; what else it shows is told."""
    told = next((each.get("descr") or each.get("title") or "" for each in element.iter("wp_docPr")), "")
    boxes = list(_outermost(element, "w_txbxContent"))
    if not boxes or any(each.tag == "a_blip" for each in element.iter()):
        yield remark_element(_kind_of_drawing(element), told)
    inside = {id(word) for box in boxes for word in box.iter("w_t")}
    drawn = [
        *(
            each.text
            for each in element.iter()
            if each.tag in _WORDS and each.text and id(each) not in inside
        ),
        *(each.get("string", "") for each in element.iter("{urn:schemas-microsoft-com:vml}textpath")),
    ]
    for box in boxes:
        unwrap(box)
        yield box
    if any(drawn):
        yield remark_element(RemarkKind.DRAWING, "\n".join(drawn))


def _outermost(element: Element, tag: str) -> Iterator[Element]:
    for each in element:
        if each.tag == tag:
            yield each
        else:
            yield from _outermost(each, tag)


def _properties(element: Element) -> Iterator[Element]:
    yield element
    yield from _left_out(element, RemarkKind.OTHER)


def _kind_of_drawing(element: Element) -> RemarkKind:
    if element.tag == "w_object":
        return RemarkKind.OBJECT
    is_picture = any(each.tag == "a_blip" or each.tag.endswith("}imagedata") for each in element.iter())
    return RemarkKind.PICTURE if is_picture else RemarkKind.DRAWING


def _embedded(_: Element) -> Iterator[Element]:
    yield remark_element(RemarkKind.OBJECT, "")


_SPECIAL: Final[dict[str, Callable[[Element], Iterator[Element]]]] = {
    "w_sdt": _control,
    "w_ins": _inserted,
    "w_del": _deleted,
    "w_moveFrom": _deleted,
    "mc_AlternateContent": _versions,
    "w_drawing": _drawing,
    "w_pict": _drawing,
    "w_object": _drawing,
    "w_altChunk": _embedded,
    "w_subDoc": _embedded,
    **dict.fromkeys(("w_pPr", "w_rPr", "w_tblPr", "w_trPr", "w_tcPr", "w_sectPr"), _properties),
}
