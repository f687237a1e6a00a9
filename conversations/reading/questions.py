"""The question who reads what one writes, as people type it. It is answered, and never taken for a reply."""

import re
from functools import lru_cache

from content.phrases import Phrases
from conversations.reading.typed import LONGEST_CHOICE, plain

_SIGN = re.compile(r"([(|)])")


def asks_who_reads(phrases: Phrases, text: str) -> bool:
    """Whether these words ask who reads what is written here."""
    return len(text) <= LONGEST_CHOICE and _asked(phrases).fullmatch(plain(text)) is not None


@lru_cache(maxsize=8)
def _asked(phrases: Phrases) -> re.Pattern[str]:
    return re.compile("|".join(_expression(line) for line in _questions(phrases).splitlines()))


def _expression(line: str) -> str:
    """A line of the list as an expression: all but its brackets and bars stands for itself."""
    parts = _SIGN.split(plain(line))
    return "".join({"(": "(?:", "|": "|", ")": ")"}.get(part) or re.escape(part) for part in parts)


def _questions(phrases: Phrases) -> str:
    """One question a line, as each language asks it. In brackets stand words of which one is typed."""
    this = phrases.say(
        "(this|it|what (i|we) (write|wrote|say|said|type|typed|put)|(my|our) (words|name|names|answer|"
        "answers|reply|replies|response|responses|comment|comments|rating|ratings))"
    )
    others = phrases.say(
        "((my|our|the|) (manager|managers|line manager|line managers|boss|bosses|team leader|supervisor|"
        "employer|council|colleagues|coordinator|coordinators|organisation)|management|hr|other people|"
        "people|others|anybody|anyone|somebody|someone|(anybody|anyone|somebody|someone) else|they|you)"
    )
    return phrases.say(
        "(and |but |so |)(who|whos|who is) (else |all |)(reads|sees|gets|gets to see|gets to read|reading|"
        "seeing|allowed to read|allowed to see|going to read|going to see) ({this}|that|these|them)\n"
        "(and |but |so |)who (else |all |)(can|could|will|would|may) (read|see|get) "
        "({this}|that|these|them)\n"
        "(and |but |so |)(do|does|can|could|will|would|may) {others} (get to |)(read|see|get) {this}\n"
        "(and |but |so |)(is|are|will) {others} (going to |able to |)(read|see|get|reading|seeing) {this}\n"
        "(and |but |so |)(is|are) {this} (really |)"
        "(anonymous|confidential|private|secret|named|public|shared)\n"
        "(do|does|can|could|will|would) {others} (know|see|find out|tell) (who i am|who wrote (this|it|that|"
        "what)|(that |)(it|this) (is|was) (me|mine|from me))\n"
        "will {this} be (anonymous|confidential|private|shared|shown|seen|passed on)( (to|with) {others}|)\n"
        "(am i|are we|will i be|do i stay) (anonymous|named|identified|identifiable)\n"
        "how (anonymous|confidential|private|secure|safe) (is|are) {this}\n"
        "(is|will) my name (shown|be shown|seen|be seen|visible|be visible|on (it|this)|be on (it|this))\n"
        "who (is|are) {this} (shown|shared|given|sent) (to|with)\n"
        "(who|where) (does|do|will) {this} go( to|)",
        this=this,
        others=others,
    )
