"""The notice that a role ended or is back, in its holder's language."""

from bot.coordinator.role_names import organisation_shown
from content.phrases import phrases_in
from storage.roles.organisations import Organisation


def role_ended(language: str, organisation: Organisation) -> str:
    """That their role has ended."""
    p = phrases_in(language)
    return p.say(
        "Your role for {organisation} has ended. Thank you for what you did in it. /help shows what you can "
        "still send.",
        organisation=organisation_shown(p, organisation),
    )


def role_is_back(language: str, organisation: Organisation) -> str:
    """That they have their role again."""
    p = phrases_in(language)
    return p.say(
        "You have your role for {organisation} again. /office shows what you can do.",
        organisation=organisation_shown(p, organisation),
    )
