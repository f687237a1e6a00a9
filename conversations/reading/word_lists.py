"""Words with a meaning of their own that people type behind a command or as a value, such as "none".

They count in English and in the language of whoever types them. Where each of them means anything is not
known here. Names, days and numbers are read elsewhere.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from content.phrases import SOURCE_LANGUAGE, Phrases
from content.translations.directions import without_isolates
from conversations.reading.typed import listed, plain

TYPED_WORDS: Final[Mapping[str, Callable[[Phrases], str]]] = {
    "add": lambda p: p.say("add; bring in"),
    "all": lambda p: p.say("all; everything"),
    "answer": lambda p: p.say("answer; reply"),
    "as usual": lambda p: p.say("as usual; usual"),
    "by chat": lambda p: p.say("by chat; chat; chat only; by chat only; in the chat"),
    "by mail": lambda p: p.say("by mail; by e-mail; by email; mail; e-mail; email"),
    "committee": lambda p: p.say("committee"),
    "days": lambda p: p.say("days"),
    "delete": lambda p: p.say("delete; remove"),
    "done": lambda p: p.say("done; finished"),
    "erase": lambda p: p.say("erase; erase it"),
    "expired": lambda p: p.say("expired; link expired"),
    "from": lambda p: p.say("from; signed by"),
    "late": lambda p: p.say("late"),
    "left": lambda p: p.say("left; left out"),
    "name": lambda p: p.say("name"),
    "new": lambda p: p.say("new; a new one"),
    "never": lambda p: p.say("never; no last day"),
    "none": lambda p: p.say("none; nothing"),
    "not joined": lambda p: p.say("not joined; have not joined"),
    "note": lambda p: p.say("note"),
    "now": lambda p: p.say("now; at once"),
    "off": lambda p: p.say("off; switch off"),
    "on": lambda p: p.say("on; switch on"),
    "mail": lambda p: p.say("mail; e-mail; email"),
    "organisation": lambda p: p.say("organisation; partner"),
    "page": lambda p: p.say("page"),
    "part": lambda p: p.say("part"),
    "publish": lambda p: p.say("publish"),
    "remove": lambda p: p.say("remove; end"),
    "same": lambda p: p.say("same; as everybody"),
    "show": lambda p: p.say("show; poster"),
    "skip": lambda p: p.say("skip; leave out"),
    "stop": lambda p: p.say("stop; end it"),
    "take back": lambda p: p.say("take back; revoke"),
    "take off": lambda p: p.say("take off; strike out"),
    "team": lambda p: p.say("team"),
    "tick": lambda p: p.say("tick"),
    "try": lambda p: p.say("try; try out"),
    "undo": lambda p: p.say("undo"),
    "untick": lambda p: p.say("untick"),
}
"""Each word, and the list of what means the same in a language."""


def means(p: Phrases, text: str, *words: str) -> bool:
    """Whether a text is one of these words, in English or in the person's language."""
    typed = plain(text)
    return any(typed == word or typed in listed(TYPED_WORDS[word](p)) for word in words)


def with_our_words(p: Phrases, text: str, words: Iterable[str]) -> str:
    """A text that begins with one of these words in the person's language, with the English one instead."""
    if p.language == SOURCE_LANGUAGE:
        return text
    typed = " ".join(without_isolates(text).split())
    for word in words:
        for entry in sorted(listed(TYPED_WORDS[word](p)), key=len, reverse=True):
            rest = typed[len(entry) :]
            if plain(typed[: len(entry)]) == entry and rest[:1] in ("", " "):
                return f"{word}{rest}"
    return text
