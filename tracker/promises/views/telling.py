"""Whether a list says how many promises it has: figures of persons and of few people are not for everybody."""

from flask import current_app
from flask_babel import gettext
from sqlalchemy.orm import Session

from config import Settings
from tracker.accounts.rules.telling import Told
from tracker.kernel.people import Viewer
from tracker.promises.queries.crowds import crowds, people_of, team_of
from tracker.promises.queries.lists import Wanted


def why_not_counted(session: Session, who: Viewer, wanted: Wanted) -> str:
    """Return why somebody is not told how many promises a list has; nothing where they are told.

    What is open is work: the board tells everybody how much of it each has.
    """
    if not wanted.is_about_outcomes or wanted.owner_id == who.id:
        return ""
    settings: Settings = current_app.extensions["settings"]
    told = Told.among(people_of(crowds(session)), who, with_persons=settings.rates_of_persons)
    if wanted.owner_id is not None:
        is_told = team_of(session, wanted.owner_id) in told.by_person
        return "" if is_told else gettext("How many they are is not said: that would be the figure of one person.")
    if told.tells(wanted.team_id):
        return ""
    return gettext(
        "How many they are is not said: that would be the figure of fewer than five people, or give it away."
    )
