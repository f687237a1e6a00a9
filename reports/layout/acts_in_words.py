"""What is on record about somebody with a role, in words: what was done, to what, and with which result.

Codes stay in the record, which is made for checking. Nothing here reads it.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from content.phrases import Phrases
from content.whole_numbers import number_of

_LINKS = re.compile(r"(\d+) links?")
_PUBLISHED_VERSION = re.compile(r"version (\d+)")


@lru_cache(maxsize=8)
def act_names(phrases: Phrases) -> Mapping[str, str]:
    """Every act that can be on record, by its code in ``storage.roles.act_kinds``."""
    p = phrases
    return {
        "round.open": p.say("round opened"),
        "round.undo": p.say("opening of a round undone"),
        "round.extend": p.say("last day changed"),
        "round.reopen": p.say("round opened again"),
        "round.close": p.say("round closed"),
        "round.end": p.say("round ended by its last day"),
        "round.rehearse": p.say("round rehearsed"),
        "round.erase": p.say("round erased"),
        "invitation.make": p.say("links made"),
        "invitation.revoke": p.say("link taken back"),
        "invitation.restore": p.say("link restored"),
        "invitation.correct": p.say("name, team or organisation corrected"),
        "invitation.address": p.say("e-mail address corrected"),
        "mails.send": p.say("mails asked for"),
        "mails.try": p.say("a mail sent as a trial"),
        "mails.call_off": p.say("mails stopped"),
        "invitation.erase": p.say("name taken off the list of those invited"),
        "link.share": p.say("shared link made"),
        "link.stop": p.say("shared link stopped"),
        "link.restart": p.say("shared link started again"),
        "conversation.link": p.say("link into a conversation made at the computer"),
        "role.offer": p.say("link for a role made"),
        "role.take": p.say("role taken by a link"),
        "role.end": p.say("role ended"),
        "role.withdraw": p.say("link for a role taken back"),
        "role.link": p.say("link to sign in made at the computer"),
        "themes.ask": p.say("themes to ask for chosen"),
        "digest.choose": p.say("news of progress chosen"),
        "reminders.send": p.say("reminders sent"),
        "reminders.call_off": p.say("reminders called off"),
        "reminders.plan": p.say("reminders by themselves planned"),
        "replies.typein": p.say("replies typed in from paper"),
        "replies.read": p.say("replies read with names"),
        "replies.csv": p.say("replies taken out as a table"),
        "results.read": p.say("group's report asked for"),
        "results.release": p.say("group's report given to everybody"),
        "checklist.days": p.say("days of the checklist chosen"),
        "checklist.task": p.say("task of the checklist changed"),
        "letters.sender": p.say("who signs the letters chosen"),
        "letters.wording": p.say("wording of a letter chosen"),
        "guide.draft": p.say("document read as the draft of a guide"),
        "guide.correct": p.say("draft of a guide corrected"),
        "guide.publish": p.say("guide published"),
        "guide.delete": p.say("guide deleted"),
        "complaint.read": p.say("complaint read"),
        "complaint.answer": p.say("complaint answered"),
        "complaint.notice": p.say("told that complaints will be erased"),
        "retention.notice": p.say("told that data will be erased"),
        "retention.replies": p.say("replies erased by themselves"),
        "retention.links": p.say("links erased by themselves"),
        "retention.reminders": p.say("notes about reminders erased by themselves"),
        "retention.sessions": p.say("sessions in browsers erased by themselves"),
        "retention.files": p.say("files erased by themselves"),
        "retention.complaints": p.say("complaint erased by itself"),
        "session.list": p.say("browsers that are signed in looked at"),
        "session.end": p.say("signed out at the computer"),
        "person.erase": p.say("person erased at the computer"),
        "organisation.reminders": p.say("rule for reminders set at the computer"),
        "organisation.notice": p.say("whom people can ask set at the computer"),
        "organisation.keep": p.say("how long data are kept set at the computer"),
        "organisation.complaints": p.say("whom to complain to set at the computer"),
        "organisation.anonymous": p.say("where anonymous rounds may be held set at the computer"),
        "aside.list": p.say("what was put aside looked at"),
        "aside.retry": p.say("what was put aside tried again"),
        "aside.clear": p.say("what was put aside cleared"),
        "export": p.say("replies exported at the computer"),
        "backup": p.say("backup made"),
        "restore": p.say("backup restored"),
    }


def act_in_words(phrases: Phrases, act: str, about: str, outcome: str) -> str:
    """One entry of the record in a line. An act of a later or an earlier version stands as it is called."""
    said = act_names(phrases).get(act, act)
    if about:
        said = phrases.say("{act}: {about}", act=said, about=about)
    result = _outcome(phrases, outcome)
    return phrases.say("{act} ({result})", act=said, result=result) if result else said


def _outcome(p: Phrases, outcome: str) -> str:
    """A result that says more than that it was done."""
    links = _LINKS.fullmatch(outcome)
    if links:
        return p.count("{n} link", "{n} links", number_of(links[1]))
    version = _PUBLISHED_VERSION.fullmatch(outcome)
    if version:
        return p.say("version {number}", number=version[1])
    return {"done": "", "undone": p.say("undone"), "erased": p.say("with everything else about them")}.get(
        outcome, outcome
    )
