"""What a person may type instead of a tap: a button's number, its word or its label, and the commands.

Also the question who reads what they write: it is answered, and never taken for a reply.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from content.phrases import Phrases
from content.translations.directions import without_isolates
from content.whole_numbers import number_of
from conversations.outgoing import Button

_SPACES = re.compile(r"\s+")
_OWN_NUMBER = re.compile(r"\d{1,2}[.)]?\s+")
_NUMBERS = re.compile(r"\d{1,2}(?:(?:[\s,;.+&]|and)+\d{1,2})*", re.IGNORECASE)
_COMMAND = re.compile(r"/([a-z]{2,20})(?:@\w+)?(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)
_APOSTROPHE = re.compile("['\u2018\u2019\u201b\u02bc\u02b9\u2032`\u00b4\uff07]")
"""What keyboards write for an apostrophe, and for a quotation mark around a word."""
_AROUND = (
    ' .!?:,"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u201a'
    "\u061f\u060c\u06d4\u0964\u3002\uff01\uff1f\uff0c"
)
"""What may stand around a word that is a choice: ends of sentences and quotation marks, in any script."""
_SIGN = re.compile(r"([(|)])")
LONGEST_CHOICE = 80
"""No button has a longer label, so longer words are never a choice."""

COMMANDS = (
    "start",
    "themes",
    "theme",
    "resume",
    "pause",
    "review",
    "undo",
    "report",
    "help",
    "about",
    "who",
    "privacy",
    "mydata",
    "forget",
    "web",
    "devices",
    "language",
    "iam",
    "mine",
    "rounds",
    "leave",
    "pass",
    "asked",
    "away",
    "days",
    "timezone",
    "reminders",
    "settings",
    "complain",
    "retry",
)
"""The commands that count on every screen."""


def plain(text: str) -> str:
    """A short text without what does not matter to its meaning as a choice."""
    text = _SPACES.sub(" ", _APOSTROPHE.sub("", without_isolates(text).strip().casefold()))
    return text.strip(_AROUND).removeprefix("/").strip(_AROUND)


@lru_cache(maxsize=512)
def listed(*phrases: str) -> frozenset[str]:
    """The entries of lists of words, without what does not matter to their meaning.

    One phrase holds a whole list, parted by semicolons. A language may have more or fewer entries than
    English: what counts is what people would type, and not a translation of each entry.
    """
    return frozenset(filter(None, (plain(entry) for each in phrases for entry in each.split(";"))))


def is_wordless(text: str) -> bool:
    """Whether a text is blank or nothing but a stop, a comma, an exclamation mark or the like."""
    return not text.strip(" \n\t.!?:,/'\N{RIGHT SINGLE QUOTATION MARK}")


@lru_cache(maxsize=1024)
def _meant_by(button: Button) -> frozenset[str]:
    """All that may be typed for a button: its word, its label, and its label without the number before it."""
    texts = (button.typed, button.label, _OWN_NUMBER.sub("", button.label, count=1))
    return frozenset(filter(None, map(plain, texts)))


def tapped(buttons: Iterable[Button], text: str) -> str | None:
    """The action of the button that these words mean, None when they mean none."""
    if len(text) > LONGEST_CHOICE:
        return None
    wanted = plain(text)
    for button in buttons:
        if wanted in _meant_by(button):
            return button.action
    return None


def numbers(text: str) -> tuple[int, ...]:
    """The numbers of a text that is nothing but small numbers ("1 3", "2, 4"), else none."""
    if not _NUMBERS.fullmatch(text.strip(" .")):
        return ()
    return tuple(number_of(number) for number in re.findall(r"\d+", text))


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """A command and what follows it."""

    name: str
    rest: str


def command(text: str, *, help_word: str) -> TypedCommand | None:
    """The command that a text is, None when it is none of ours. A bare ``help_word`` or ? asks for help."""
    if len(text) <= LONGEST_CHOICE and (text.strip() == "?" or text.strip(" .!?").casefold() == help_word):
        return TypedCommand("help", "")
    found = slashed(text)
    return found if found is not None and found.name in COMMANDS else None


def slashed(text: str) -> TypedCommand | None:
    """The word behind a slash that a text begins with, whether there is such a command or not."""
    found = _COMMAND.fullmatch(text.strip()) if text.startswith("/") else None
    return TypedCommand(found[1].lower(), (found[2] or "").strip()) if found else None


# Yes and no


@lru_cache(maxsize=8)
def words_for_yes(phrases: Phrases) -> frozenset[str]:
    """What is typed for a yes to whatever is asked, without what does not matter to its meaning."""
    return listed(
        phrases.say("yes"), phrases.say("yes please; yes, please; yep; yeah; I am sure; yes, I am sure")
    )


@lru_cache(maxsize=8)
def words_for_no(phrases: Phrases) -> frozenset[str]:
    """What is typed for a no to whatever is asked, without what does not matter to its meaning."""
    return listed(
        phrases.say("no"),
        phrases.say(
            "nope; no thanks; no, thanks; no thank you; no, thank you; cancel; never mind; not now; abort"
        ),
    )


# The question who reads this


def asks_who_reads(phrases: Phrases, text: str) -> bool:
    """Whether these words ask who reads what is written here."""
    return len(text) <= LONGEST_CHOICE and _asked(phrases).fullmatch(plain(text)) is not None


def asks_about_device(phrases: Phrases, text: str) -> bool:
    """Whether such a question is about what people write on."""
    return _about_device(phrases).search(plain(text)) is not None


def may_ask_who_reads(phrases: Phrases, text: str) -> bool:
    """Whether a short question holds a word of those who want to know who reads what they write."""
    asked = text.strip()
    if len(asked) > LONGEST_CHOICE or not asked.endswith("?"):
        return False
    words = {plain(word) for word in asked.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()}
    return not _words_of_the_wary(phrases).isdisjoint(words)


@lru_cache(maxsize=8)
def _words_of_the_wary(phrases: Phrases) -> frozenset[str]:
    return listed(
        phrases.say(
            "who; whos; whose; boss; bosses; manager; managers; supervisor; employer; name; names; named; "
            "anonymous; confidential; private; trace; traced; traceable; tracked; identified; read; reads; "
            "reading; hr; trouble; safe; secret; recorded; monitored; kept; stored; deleted; erased"
        )
    )


@lru_cache(maxsize=8)
def _about_device(phrases: Phrases) -> re.Pattern[str]:
    lines = (f"({_device(phrases)})", phrases.say("(cookies|trackers|tracking)"))
    return re.compile("|".join(_expression(line) for line in lines))


@lru_cache(maxsize=8)
def _asked(phrases: Phrases) -> re.Pattern[str]:
    lists = (_questions(phrases), _questions_when_and_how_long(phrases), _questions_of_single_facts(phrases))
    return re.compile("|".join(_expression(line) for each in lists for line in each.splitlines()))


def _expression(line: str) -> str:
    """A line of the list as an expression: all but its brackets and bars stands for itself."""
    parts = _SIGN.split(plain(line))
    return "".join({"(": "(?:", "|": "|", ")": ")"}.get(part) or re.escape(part) for part in parts)


def _this_and_others(phrases: Phrases) -> tuple[str, str]:
    """What people ask about, and the people who might read it."""
    this = phrases.say(
        "(this|it|what (i|we) (write|wrote|say|said|type|typed|put)|(my|our) (words|name|names|answer|"
        "answers|reply|replies|response|responses|message|messages|comment|comments|rating|ratings|data)|"
        "(my|this) (complaint|complaints))"
    )
    others = phrases.say(
        "((my |our |the |)(manager|managers|line manager|line managers|boss|bosses|team leader|supervisor|"
        "employer|council|office|colleague|colleagues|coordinator|coordinators|organisation)|management|"
        "hr|other people|people|others|anybody|anyone|somebody|someone|"
        "(anybody|anyone|somebody|someone) else|they|you)"
    )
    return this, others


def _questions(phrases: Phrases) -> str:
    """One question a line, as each language asks it. In brackets stand words of which one is typed."""
    this, others = _this_and_others(phrases)
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
        "what)|(that |)(its|it is|it was|this is|this was) (me|mine|from me))\n"
        "(and |but |so |)(who|whos) (else |all |)(has|got|has got|gets|will have|would have) access to "
        "({this}|that|these|them)\n"
        "(can|could|will|would|may|might|is) {this} (be |)(traced|tracked|linked|connected)( back|) to "
        "(me|us)\n"
        "(can|could|will|would|may|might) (this|it|i|we) be (traced|tracked|identified|recognised|named)\n"
        "(can|could|will|would) {others} (trace|track|identify|recognise) (me|us|{this})( back|)( to me|)\n"
        "is {this} (going|sent|being sent|passed on|reported)( back|) to {others}\n"
        "(do|does|will|would) {this} (go|get)( back|) to {others}\n"
        "(do|does|will|would|can|could) {others} (keep|store|record|have|know|see) my (name|details)\n"
        "(is|are|will) {others} (be |)(watching|monitoring|recording|tracking) (this|me|us)\n"
        "is {this} (being |)(read|recorded|monitored|watched|tracked)( by {others}|)\n"
        "is (it|this) safe( to (write|say|type|answer|reply|be honest|talk|use)|)( this| it|)( here|)\n"
        "(will|can|could|would|might) (i|we) get (in|into) trouble( for (this|it|what (i|we) (write|say)))\n"
        "will {this} be (anonymous|confidential|private|shared|shown|seen|passed on)( (to|with) {others}|)\n"
        "(am i|are we|will i be|do i stay) (anonymous|named|identified|identifiable)\n"
        "how (anonymous|confidential|private|secure|safe) (is|are) {this}\n"
        "(is|will) my name (shown|be shown|seen|be seen|visible|be visible|on (it|this)|be on (it|this))\n"
        "who (is|are) {this} (shown|shared|given|sent) (to|with)\n"
        "(who|where) (does|do|will) {this} go( to|)",
        this=this,
        others=others,
    )


def _questions_when_and_how_long(phrases: Phrases) -> str:
    """The same for who knows of somebody, of how far they are and when, what is done with words, how long."""
    this, others = _this_and_others(phrases)
    done = phrases.say(
        "((i|we|ive|im|i am|we are|i have|we have|i was) (have |havent |have not |did not |didnt |not |)"
        "(said|say|wrote|write|written|typed|type|sent|answered|answer|replied|reply|finished|begun|began|"
        "started|joined|stopped|left|complained|took part|taken part|here|online|done)"
        "( {this}| that| these|)( yet| already|))",
        this=this,
    )
    return phrases.say(
        "(and |but |so |)how long (is|are|will) {this} (be |)(kept|stored|held|saved)( for|)\n"
        "(and |but |so |)how long (do|does|will|would) {others} (keep|store|hold|save) {this}( for|)\n"
        "(and |but |so |)(when|on which day) (is|are|will) {this} (be |)(deleted|erased|destroyed|removed)\n"
        "(and |but |so |)when (do|does|will) {others} (delete|erase|destroy|remove) {this}\n"
        "(is|are|will) {this} (be |ever |)(kept|stored|saved|deleted|erased)( for ever| forever|)\n"
        "(do|does|will) you (keep|store|save|delete|erase) {this}( for ever| forever|)\n"
        "where (is|are|will) {this} (be |)(kept|stored|held|saved)\n"
        "(and |but |so |)who (else |all |)(can|could|will|would|may) (know|find out|tell|see|be told) "
        "(that |if |whether |when |what |)({done}|its me|it is me|it was me|who i am)\n"
        "(and |but |so |)who (else |all |)(knows|sees|is told|finds out) (that |if |whether |when |what |)"
        "({done}|its me|it is me|it was me|who i am)\n"
        "(and |but |so |)(do|does|can|could|will|would) {others} (know|see|find out|tell|notice|get told) "
        "(that |if |whether |when |how far |what |){done}\n"
        "(and |but |so |)(is|are|will) {others} (be |)(told|informed|notified) "
        "(that |if |whether |when |how far |what |about |of |)({done}|{this})\n"
        "(and |but |so |)(do|will|would|can|could) you (tell|inform|notify|report to|report this to|"
        "show this to|send this to|pass this on to) {others}( about (this|it|me)| what {done}|)\n"
        "(and |but |so |)what (happens|will happen) (to|with) {this}( then| afterwards| later|)\n"
        "(and |but |so |)what (do|does|will|would) {others} do with {this}( then| afterwards| later|)\n"
        "(and |but |so |)what (is|are|will) {this} (be |)used for\n"
        "what do {others} know about me",
        this=this,
        others=others,
        done=done,
    )


def _questions_of_single_facts(phrases: Phrases) -> str:
    """The same for single facts: that somebody left or complained, their rating, their device."""
    this, others = _this_and_others(phrases)
    acts = phrases.say(
        "(i|ive|i have) (have |am |)(left|leave|quit|stop|stopped|go|went|gone|"
        "withdrew|withdraw|"
        "dropped out|drop out|opted out|opt out|complained|complain|am leaving|am gone|erased everything|"
        "erase everything|erased it|erase it|skipped|skip|skipped (this|it)|passed it on|pass it on|"
        "(open|opened|use|used|click|clicked|click on|clicked on|follow|followed|tap|tapped|got|get) "
        "(a|the|this|that|my|your) (link|invitation|invite|mail|email|message)|"
        "(pass|passed|hand|handed|send|sent|forward|forwarded) (a|the|this|that|it|one|my)"
        "( prompt| question|)"
        "( on| over|)( to (a colleague|my colleague|somebody|someone|somebody else|someone else)|)|"
        "(take|took|taken|withdraw|withdrew|undo|undid|change|changed|delete|deleted|remove|removed|erase|"
        "erased) (it|this|that|everything|{this})( back| out| again|)|"
        "(take|took|taken) back (it|this|that|{this})|am taking (it|this|that|{this}) back)"
        "( (this|it|the round|this round|that)| about (this|it|them|you)|)",
        this=this,
    )
    of_complaining = phrases.say(
        "( (when|if|in case|once|after) (i|i have|ive) (complain|complained|made a complaint|make a "
        "complaint)| (on|with|in|next to) (my|a|the) complaint)"
    )
    given = phrases.say(
        "(my (rating|ratings|score|scores|level|levels|choice|choices|choice of level)|"
        "(how|what|which level|what level|which one|what score) (i|we) (have |)(rated|scored|chose|picked|"
        "gave|ticked|selected|answered)( us| it| this|)|the (level|rating|score|choice) (that |which "
        "|)(i|we) "
        "(have |)(rated|chose|picked|gave|ticked|selected))"
    )
    device = _device(phrases)
    return phrases.say(
        "(and |but |so |)(do|does|can|could|will|would) {others} (know|see|find out|tell|notice|hear|"
        "get told|"
        "learn) (that |if |whether |when |about it if |about it when |)({acts}|{given}|{device})\n"
        "(and |but |so |)(is|are|will) {others} (be |get |)(told|informed|notified|shown) "
        "(that |if |whether |when |about it if |about it when |)({acts}|{given}|{device})\n"
        "(and |but |so |)who (else |all |)(knows|sees|is told|is informed|gets told|gets to know|finds out|"
        "hears|hears about it|is notified|is shown) (that |if |whether |when |)({acts}|{given}|{device})\n"
        "(and |but |so |)who (else |all |)(can|could|will|would|may) (know|see|read|find out|tell|"
        "hear|be told|"
        "be shown) (that |if |whether |when |)({acts}|{given}|{device})\n"
        "(and |but |so |)is it (shown|visible|seen|recorded|noted|kept|on record) (that |if |whether |when |)"
        "({acts}|{given}|{device})\n"
        "(and |but |so |)(do|will|would|can|could) you (tell|inform|notify) {others} (that |if |"
        "whether |when |)"
        "{acts}\n"
        "(and |but |so |)(is|are) {given} (really |)(anonymous|confidential|private|secret|named|"
        "public|shared|"
        "seen|shown)( to {others}| with {others}|)\n"
        "(and |but |so |)who (reads|gets|sees|handles|deals with|looks at|answers|decides on|receives) "
        "(my|a|this) (complaint|complaints)\n"
        "(and |but |so |)where (does|do|will) (my |a |)(complaint|complaints) (go|end up)( to|)\n"
        "(and |but |so |)(when|how soon|at what point|how often|on which day) (do|does|will|would|can|could) "
        "{others} (get to |)(read|see|get|look at) {this}\n"
        "(and |but |so |)(when|how soon|at what point|how often|on which day) (is|are|will) {this} (be |)"
        "(read|seen|shown|looked at|shared|passed on|sent|published)( (to|by|with) {others}|)\n"
        "(and |but |so |)(do|does|can|could|will|would) (you|this|it) (know|see|tell|record|store|keep|track|"
        "log|save|show|read) {device}\n"
        "(and |but |so |)what (do|does|can|could) {others} (know|see) (about|of) {device}\n"
        "(and |but |so |)(do|does|will) (you|this|it) (use|set|have) (cookies|trackers|tracking)\n"
        "(and |but |so |)(do|does|can|could|will|would|is|are) {others} (see|know|get|read|learn|find out|"
        "told|shown|given) (my name|who i am|who complained|that it was me|that it is me){of_complaining}\n"
        "(and |but |so |)who (else |)(sees|knows|gets|learns|can see|is told|will know|will see) "
        "(my name|who i am){of_complaining}\n"
        "(is|will) my name (be |)(shown|seen|given|known|passed on|there){of_complaining}\n"
        "(am i|will i be|do i stay) (anonymous|named|identified){of_complaining}\n"
        "(do|must|should) i (have to |need to |)(give|say|write) (my name|who i am){of_complaining}\n"
        "can i (complain|make a complaint) (without (my|a) name|anonymously|without giving my name)\n"
        "(is|are) (a |)(complaint|complaints) (anonymous|confidential|private)\n"
        "(and |but |so |)who (else |)(can|could|will|would|may) (use|open) (my|this|that|the) "
        "(link|invitation|invite)\n"
        "(and |but |so |)(can|could|will|would|may|does|do) {others} (use|open|come in by|get in with) "
        "(my|this|that|the) (link|invitation|invite)( too| as well|)\n"
        "(and |but |so |)what happens if {others} (use|uses|open|opens|get|gets) (my|this|that|the) "
        "(link|invitation|invite)\n"
        "is (my|this|the) (link|invitation|invite) (private|personal|secret|only for me|mine alone)\n"
        "(and |but |so |)(can|could|may) i (still |)(take|withdraw|undo|change|delete|remove|erase|correct|"
        "edit) {this}( back| out| again| later|)\n"
        "(and |but |so |)(can|could|may) i (still |)take back {this}",
        this=this,
        of_complaining=of_complaining,
        others=others,
        acts=acts,
        given=given,
        device=device,
    )


def _device(phrases: Phrases) -> str:
    """What people call the thing that they write on, where it is, and when they are there."""
    return phrases.say(
        "((my|our) (browser|device|phone|computer|laptop|tablet|location|ip|ip address|phone number)|"
        "(which|what) (browser|device|phone|computer|laptop|tablet|machine|app) (i|we|i am|we are|im) "
        "(use|using|have|am using|on|write on|write from)|where i (am|am writing from|write|write from)|"
        "(which|what) (browser|device|phone|computer|laptop) (this|it) is( from| written on|)|when (i am|im) "
        "(online|here|logged in|signed in)|what time (it was|it is|i write|i wrote|i write this|i "
        "wrote this))"
    )
