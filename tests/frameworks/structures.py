"""The structures of six public frameworks, in our own words.

The numbers of parts are those of the trial: eleven indicators in three lights; fifteen practices with ninety
questions; 186 activities; key questions with twenty-two indicators, 1.1 and 1.10 among them; a form with all
kinds of questions; thirty-seven statements in six sections. How each became a pack is in ``tests/packs``.
"""

from typing import Final

from tests.frameworks.shapes import USUAL_END, AskedThere, FrameworkThere, PartThere

# Eleven indicators, each rated in three lights, with a good and a bad example and a trend.

_INDICATORS = (
    (
        "Support that helps",
        "People say that their week is better with us.",
        "Visits happen, and little changes.",
    ),
    ("Time for people", "Nobody has to look at the clock.", "Every visit ends too early."),
    ("Records", "A colleague can go on from what is written.", "Notes are written at the weekend."),
    ("Cover", "Holidays are covered before they begin.", "A sick colleague means cancelled visits."),
    ("Supervision", "It happens on the day, and it helps.", "It is put off again and again."),
    ("Safety", "Worries are heard the same day.", "People keep worries to themselves."),
    ("Learning", "We try something new every month.", "We know what goes wrong and go on."),
    ("Partners", "We ring each other by first name.", "Nobody knows whom to ring."),
    ("Having a say", "Those who do the work decide how.", "Decisions come from far away."),
    ("Tools", "Phones and forms simply work.", "We work around our own system."),
    ("Joy", "We look forward to Monday.", "We count the days."),
)
TEAM_HEALTH: Final = FrameworkThere(
    "team-health",
    "Team health in three lights",
    tuple(
        PartThere(
            title,
            (
                AskedThere(
                    f"Where is this heading: {title.lower()}?",
                    "one choice",
                    options=("It gets better", "It stays as it is", "It gets worse"),
                ),
            ),
            examples=((3, (good,)), (1, (bad,))),
            closing=("rating",),
        )
        for title, good, bad in _INDICATORS
    ),
    levels=(
        (3, "Green", "All is well."),
        (2, "Amber", "Some of it must be mended."),
        (1, "Red", "Much of it fails."),
    ),
)

# Fifteen practices in five areas, six questions each, and to each question four answers of its own.

_AREAS = {
    "Direction": ("Aims", "Rules", "Teaching"),
    "Planning": ("Risk", "Needs", "Design of support"),
    "Doing": ("First contact", "Assessment", "Support at home"),
    "Checking": ("Reviews", "Audit", "Listening"),
    "Running": ("Incidents", "Places", "Handing over"),
}
_STREAMS = (("begin it", "begun"), ("keep it up", "kept up"))
_STEPS = ("in some cases", "with agreed rules", "and get better at it every year")


def _practice(section: str, number: str, title: str) -> PartThere:
    questions = tuple(
        AskedThere(
            f"Do teams {stream[0]}, {step}: {title.lower()}?",
            "one choice",
            number=f"{number}.{'AB'[way]}{place}",
            help=" ".join(
                (
                    f"There is an agreed list for {title.lower()}, and everybody can find it.",
                    "It says who does what and by when, and it is looked at with those who use services.",
                    "Somebody is named who keeps it up to date, and changes are told to all teams in a week.",
                    f"What was {stream[1]} {step} is written down, so that it can be checked a year later.",
                )
            ),
            options=(
                f"No, {title.lower()} is left to each worker",
                f"Yes, for {title.lower()} in some teams",
                f"Yes, for {title.lower()} in at least half of the teams",
                f"Yes, for {title.lower()} in most or all of the teams",
            ),
        )
        for way, stream in enumerate(_STREAMS)
        for place, step in enumerate(_STEPS, start=1)
    )
    return PartThere(
        title, questions, number=number, section=section, purpose=f"How ripe is our {title.lower()}?"
    )


MATURITY: Final = FrameworkThere(
    "maturity",
    "How ripe our practice is",
    tuple(
        _practice(area, f"{area[0]}{'ABCDE'[at]}-{place}", title)
        for at, (area, practices) in enumerate(_AREAS.items())
        for place, title in enumerate(practices, start=1)
    ),
    sections=tuple(("ABCDE"[at], area) for at, area in enumerate(_AREAS)),
)

# 186 activities under twenty headings in five dimensions; some are only asked behind others.

_DIMENSIONS = {
    "Culture": ("Talking", "Training", "Process", "Care for staff"),
    "Preparing": ("Referrals", "Consent", "Matching", "Contracts"),
    "Delivering": ("Visits", "Medicines", "Meals", "Transport"),
    "Information": ("Recording", "Sharing", "Alerts", "Figures"),
    "Testing": ("Spot checks", "Surveys", "Drills", "Outside eyes"),
}
_ACTIVITIES = (
    "There is a plan for it",
    "Staff know the plan",
    "It is practised",
    "Those who use services helped to write it",
    "It is checked by somebody else",
    "What is found is mended",
    "Partners take part",
    "Results are told to all",
    "It is compared with other councils",
    "New ideas are tried",
)
_ANSWERS = ("Yes", "Partly", "No")


def _heading(section: str, number: str, title: str, count: int) -> PartThere:
    def ask(text: str) -> str:
        return f"{title}: {text[0].lower()}{text[1:]}."

    activities = tuple(
        AskedThere(
            ask(text),
            "one choice",
            number=f"{number}.{place}",
            help=f"Level {1 + place // 2}. See the practice note on {title.lower()}.",
            options=_ANSWERS,
            only_if=(ask(_ACTIVITIES[0]), ("Yes", "Partly")) if place == 2 else None,
        )
        for place, text in enumerate(_ACTIVITIES[:count], start=1)
    )
    return PartThere(title, activities, number=number, section=section)


_HEADINGS = [(area, title) for area, titles in _DIMENSIONS.items() for title in titles]
ACTIVITIES: Final = FrameworkThere(
    "activities",
    "What we do, one by one",
    tuple(
        # Six headings with ten activities and fourteen with nine: 186 in all.
        _heading(area, f"{1 + place // 4}.{1 + place % 4}", title, 10 if place < 6 else 9)
        for place, (area, title) in enumerate(_HEADINGS)
    ),
    sections=tuple((str(number), area) for number, area in enumerate(_DIMENSIONS, start=1)),
)

# Five key questions with twenty-two indicators: challenge questions, very good and weak, six levels.

_KEY_QUESTIONS = {
    "How well do we support people's wellbeing?": (
        "People are met with kindness",
        "People get the most out of life",
        "Health is looked after",
        "People are safe from harm",
        "Family and friends stay close",
        "People are asked and heard",
        "Rights are known and used",
        "Money matters are settled fairly",
        "Moving on goes well",
        "Endings are kind",
    ),
    "How good is our leadership?": ("Aims", "Looking at ourselves", "Leading change", "Using what we have"),
    "How good is our staff team?": ("Recruiting", "Learning", "Enough people for the work"),
    "How good is our setting?": ("Places to be at home in", "Places to meet", "Equipment"),
    "How well is care planned?": (
        "Assessment and plans say what people want, what they can do themselves, and who helps with the rest",
        "Carers are partners",
    ),
}
_LEADING = ("Manager", "Board member")
_LONG_QUESTION = (
    "How far do all of us, and those whom we support, have a say in where this goes, in how fast it goes, "
    "in what we stop doing so that there is time for it, in who is asked and how often they are asked again, "
    "and in how we find out whether any of it has made a difference to the people whom we support?"
)


def _indicator(section: str, number: str, title: str) -> PartThere:
    about = title.lower()
    return PartThere(
        title,
        (
            AskedThere(f"What does this look like where you work: {about}?", number=f"{number}a"),
            AskedThere(
                f"Who misses out on it: {about}?", number=f"{number}b", sets=("Manager", "Board member")
            ),
            AskedThere(f"{_LONG_QUESTION} ({number})", number=f"{number}c", sets=_LEADING[:1]),
        ),
        number=number,
        section=section,
        purpose=f"The quality indicator {number}, in words of ours: {about}.",
        features=(f"It is agreed what good looks like: {about}.", f"Equality is thought of: {about}."),
        examples=(
            (5, (f"Very good: people tell us so themselves about “{about}”.", f"It lasts: {about}.")),
            (2, (f"Weak: it hangs on one person, as “{about}” is written down nowhere.",)),
        ),
        closing=USUAL_END,
    )


HOW_GOOD: Final = FrameworkThere(
    "how-good",
    "How good is our social work?",
    tuple(
        _indicator(question, f"{at}.{place}", title)
        for at, (question, titles) in enumerate(_KEY_QUESTIONS.items(), start=1)
        for place, title in enumerate(titles, start=1)
    ),
    levels=(
        (6, "Excellent", "Outstanding; others learn from it."),
        (5, "Very good", "Major strengths."),
        (4, "Good", "Important strengths, some to improve."),
        (3, "Satisfactory", "Strengths just outweigh weaknesses."),
        (2, "Weak", "Important weaknesses."),
        (1, "Unsatisfactory", "Major weaknesses; help is needed now."),
    ),
    sections=tuple((str(at), question) for at, question in enumerate(_KEY_QUESTIONS, start=1)),
    sets=("Front line", "Manager", "Board member"),
)

# A form with all kinds of questions, some of which only come behind an earlier answer.

_WHERE = ("At their home", "In our office", "On the phone")
_AT_HOME = ("Where did you meet?", _WHERE[:1])
_WITH_COLLEAGUE = ("Who else was there?", ("A colleague",))
FORM: Final = FrameworkThere(
    "form",
    "A week of visits",
    (
        PartThere(
            "The visit",
            (
                AskedThere("Where did you meet?", "one choice", "Q1", options=_WHERE),
                AskedThere(
                    "How did you get there?", number="Q2", only_if=("Where did you meet?", _WHERE[:1])
                ),
                AskedThere("When was it?", "date", "Q3"),
                AskedThere("How many minutes did it take?", "number", "Q4", limits=("1", "480")),
                AskedThere(
                    "Who else was there?",
                    "several choices",
                    "Q5",
                    options=("A relative", "A neighbour", "A colleague", "Nobody"),
                ),
                AskedThere(
                    "What did the colleague do?",
                    number="Q6",
                    only_if=("Who else was there?", ("A colleague",)),
                ),
            ),
            number="A",
            section="What happened",
            purpose="A note for whoever fills this in: think of your last visit.",
        ),
        PartThere(
            "Afterwards",
            (
                AskedThere("What was agreed?", number="Q7"),
                AskedThere("How many hours until it was recorded?", "number", "Q8", limits=("0", "72")),
            ),
            number="B",
            section="What came of it",
        ),
    ),
    sections=(("I", "What happened"), ("II", "What came of it")),
    section_purposes=(("What happened", "Only what you saw yourself; the rest can follow."),),
)

# Thirty-seven statements in six sections, to agree with or not, and two comments on each section.

_TOPICS = {
    "Leading": 6,
    "Planning": 6,
    "Staff": 10,
    "Partners and money": 5,
    "How we work": 6,
    "Results": 4,
}
_CLAIMS = (
    "we know what matters most",
    "we have time for it",
    "we hear how it went",
    "we are told why",
    "we can say what we think",
    "nobody is left out",
    "we learn from what went wrong",
    "good work is noticed",
    "there are enough of us",
    "we would recommend it here",
)
STATEMENTS: Final = FrameworkThere(
    "statements",
    "Thirty-seven statements",
    tuple(
        PartThere(
            topic,
            tuple(
                AskedThere(f"{topic}: {_CLAIMS[place - 1]}.", "scale", number=f"{at}.{place}")
                for place in range(1, count + 1)
            ),
            number=str(at),
            closing=("strength", "improvement"),
            closing_asks=(
                ("strength", f"What is strong here, and how do we know? ({topic})"),
                ("improvement", f"How could we do better? ({topic})"),
            ),
        )
        for at, (topic, count) in enumerate(_TOPICS.items(), start=1)
    ),
    levels=((4, "Strongly agree", ""), (3, "Agree", ""), (2, "Disagree", ""), (1, "Strongly disagree", "")),
    best="neither",
)

FRAMEWORKS: Final = (TEAM_HEALTH, MATURITY, ACTIVITIES, HOW_GOOD, FORM, STATEMENTS)
