"""What a feed contains now, as bytes."""

from datetime import datetime

from flask import current_app
from flask_babel import gettext
from sqlalchemy.orm import Session

from config import Settings
from tracker.feeds.ics import Cover, calendar
from tracker.feeds.queries.entries import Selection, open_entries
from tracker.feeds.queries.subscriptions import Subscription
from tracker.feeds.rules import Detail, Look, Scope, Sort
from tracker.feeds.views.words import title_of
from tracker.promises.forms.filters import Filters
from tracker.promises.queries.lists import Wanted
from tracker.web.texts import clean_line


def name_of(fetched: Subscription) -> str:
    """Return what the calendar is called, in the language in force."""
    return clean_line(fetched.name) or title_of(
        fetched.subject.scope, clean_line(fetched.about), fetched.reference, fetched.detail
    )


def body_of(session: Session, fetched: Subscription, sort: Sort, now: datetime) -> bytes:
    """Return the calendar in the language in force."""
    settings: Settings = current_app.extensions["settings"]
    is_for_customer = fetched.subject.scope is Scope.FOR_CUSTOMER
    look = Look(
        base_url=settings.base_url,
        promise_word=gettext("Promise"),
        detail=Detail.FULL if is_for_customer else fetched.detail,  # words and due, whatever was chosen
        with_alarm=fetched.with_alarm,
        sort=sort,
        is_for_customer=is_for_customer,
    )
    cover = Cover(
        name=name_of(fetched),
        when_empty=gettext("No open promises"),
        made_at=fetched.created_at,
        changed_at=fetched.changed_at,
    )
    return calendar(cover, open_entries(session, _selection(fetched, now), now), look)


def _selection(fetched: Subscription, now: datetime) -> Selection:
    scope, viewer = fetched.subject.scope, fetched.viewer
    is_for_customer = scope is Scope.FOR_CUSTOMER
    return Selection(
        viewer=viewer,
        wanted=_wanted(fetched, now),
        team_ids=viewer.managed_team_ids if scope is Scope.OVERDUE else None,
        is_for_customer=is_for_customer,
        with_owner=scope not in {Scope.MINE, Scope.FOR_CUSTOMER},
        with_reminders=fetched.with_alarm and not is_for_customer,
        locale=fetched.locale,
        written_at=fetched.changed_at,
    )


def _wanted(fetched: Subscription, now: datetime) -> Wanted:
    """Return which promises the feed is about; what is not open is in none."""
    subject, viewer = fetched.subject, fetched.viewer
    match subject.scope:
        case Scope.MINE:
            return Wanted(owner_id=viewer.id)
        case Scope.TEAM:
            return Wanted(team_id=subject.id)
        case Scope.OVERDUE:
            return Wanted(standing="overdue")
        case Scope.CUSTOMER | Scope.FOR_CUSTOMER:
            return Wanted(customer_id=subject.id)
        case Scope.FILTER:
            return Filters.of_query(fetched.query, viewer.zone, now).wanted
