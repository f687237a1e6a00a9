"""Reads bold words, lists and links in a pack's texts, by a library in which everything else is switched off.

Whatever it does not take for one of these stays as it was written, signs and all. So nothing vanishes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from content.formatting.addresses import in_addresses, is_followed
from content.formatting.text_blocks import (
    BULLET,
    FormattedText,
    ItemList,
    ListedItem,
    TextBlock,
    TextParagraph,
    TextSpan,
    spans_of,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

DEEPEST_LIST: Final = 2
"""How many lists may stand one in the other: what is deeper cannot be read on a phone."""

_MAY_BE_FORMATTED = re.compile(
    r"\*\*|\]\(|\\[*\[\]\\.)+-]|^[ \t]*(?:[-+*]|[0-9]{1,9}[.)])(?:[ \t]|$)", re.MULTILINE
)
_ESCAPED = frozenset("*[]\\-+.)")
"""What a backslash takes its meaning from. Before any other sign it stands for itself."""
_MOST_NESTED: Final = 100


@dataclass(frozen=True, slots=True)
class FormattingFault:
    """Something of a text's formatting that no pack may have, in a sentence, and how to fix it."""

    what: str
    mend: str


def formatted(source: str, *, has_lists: bool = True) -> str:
    """A text as its author wrote it, read: its plain words, with formatting where it has any.

    Without ``has_lists`` only bold words and links are read in it.
    """
    if _MAY_BE_FORMATTED.search(source) is None:
        return source
    blocks = _joined(_blocks(iter(_tokens(source, has_lists=has_lists))))
    made = FormattedText(blocks)
    return str(made) if all(map(_is_plain, blocks)) else made


def _is_plain(block: TextBlock) -> bool:
    """Whether there is nothing to be seen of a block that its words do not say."""
    if isinstance(block, ItemList):
        return False
    return not any(span.is_bold or span.address not in {"", span.text} for span in block.spans)


def faults_of(source: str, *, has_lists: bool = True) -> Iterator[FormattingFault]:
    """What a text may not have: an address that is not followed, what nobody would see, lists too deep."""
    if _MAY_BE_FORMATTED.search(source) is None:
        return
    refused: list[str] = []

    def may_be_followed(address: str) -> bool:
        is_good = is_followed(address)
        refused.extend([] if is_good else [address])
        return is_good

    tokens = _tokens(source, has_lists=has_lists, reader=_new_reader(may_be_followed))
    yield from map(_not_followed, dict.fromkeys(refused))
    yield from _faults_of_links(tokens)
    if any(token.type == "list_item_open" and token.level > 2 * DEEPEST_LIST for token in tokens):
        yield FormattingFault(
            "Here a list stands in a list that stands in a list.", "Make it flat: a list may hold one list."
        )


def _not_followed(address: str) -> FormattingFault:
    return FormattingFault(
        f'The address "{address}" cannot be followed.',
        "Write it whole, from https:// or http:// or mailto: on.",
    )


def _faults_of_links(tokens: Iterable["Token"]) -> Iterator[FormattingFault]:
    for token in tokens:
        for each in token.children or ():
            title = each.attrs.get("title")
            if each.type == "link_open" and not each.attrs["href"]:
                yield FormattingFault("A link leads nowhere.", "Write its address into the round brackets.")
            elif title:
                yield FormattingFault(
                    f'Nobody would see "{title}", as it stands behind the address of a link.',
                    "Take it out, or write it into the text.",
                )
        for span in _spans(token.children or ()):
            said = [part for part, is_address in in_addresses(span.text) if is_address]
            if span.address and any(_reader().normalizeLink(each) != span.address for each in said):
                yield FormattingFault(
                    f'The words of a link say "{said[0]}", and it leads to "{span.address}".',
                    "Give it other words, or the same address.",
                )


def _new_reader(may_be_followed: Callable[[str], bool]) -> "MarkdownIt":
    # Only loaded for the first text that may have formatting, so that starting stays quick.
    from markdown_it import MarkdownIt

    class Reader(MarkdownIt):
        """Knows bold, lists, links and the backslash, and follows no other address than we do."""

        def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
            return may_be_followed(url)

    reader = Reader("zero", {"maxNesting": _MOST_NESTED})
    reader.enable(["emphasis", "link", "list", "escape"])
    # Otherwise a sign behind a backslash could not be told from any other.
    reader.core.ruler.disable("text_join")
    return reader


@lru_cache(maxsize=1)
def _reader() -> "MarkdownIt":
    return _new_reader(is_followed)


def _tokens(source: str, *, has_lists: bool, reader: "MarkdownIt | None" = None) -> Sequence["Token"]:
    reader = reader or _reader()
    return reader.parse(source) if has_lists else reader.parseInline(source)


def _blocks(tokens: Iterator["Token"]) -> Iterator[TextBlock]:
    for token in tokens:
        if token.type == "inline":
            yield TextParagraph(tuple(_spans(token.children or ())))
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            yield ItemList(tuple(_items(tokens)))
        elif token.type == "list_item_close":
            return


def _items(tokens: Iterator["Token"]) -> Iterator[ListedItem]:
    for token in tokens:
        if token.type != "list_item_open":
            return
        label = f"{token.info}{token.markup}" if token.info else BULLET
        yield ListedItem(label, _joined(_blocks(tokens)))


def _joined(blocks: Iterable[TextBlock]) -> tuple[TextBlock, ...]:
    """Blocks in which lists that stand together and look alike are one list."""
    joined: list[TextBlock] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if isinstance(before, ItemList) and isinstance(block, ItemList) and before.sign == block.sign:
            joined[-1] = ItemList((*before.items, *block.items))
        else:
            joined.append(block)
    return tuple(joined)


def _spans(tokens: Iterable["Token"]) -> Iterator[TextSpan]:
    """The words between the signs of formatting, those that are shown alike in one piece."""
    for (is_bold, address), pieces in groupby(_pieces(tokens), key=lambda piece: piece[1:]):
        text = "".join(piece[0] for piece in pieces)
        if address:
            yield TextSpan(text, is_bold, address)
        else:
            yield from spans_of(text, is_bold=is_bold)


def _pieces(tokens: Iterable["Token"]) -> Iterator[tuple[str, bool, str]]:
    is_bold, address = False, ""
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close" if token.markup == "**":
                is_bold = token.type == "strong_open"
            case "link_open":
                address = str(token.attrs["href"])
            case "link_close":
                address = ""
            case _ if text := _as_written(token):
                yield text, is_bold, address


def _as_written(token: "Token") -> str:
    """The words of a piece, or the signs of what has no meaning here."""
    match token.type:
        case "text":
            return token.content
        case "text_special":
            return token.content if token.content in _ESCAPED else token.markup
        case "hardbreak":
            return "\\\n"
        case _:
            return token.markup
