"""Reports as mails: found with the rights that their reader has when they go out, in their language."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from urllib.parse import parse_qsl, urlencode

from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from tracker.accounts.queries.viewers import viewer_of
from tracker.alerts.queries.parcels import Parcel
from tracker.alerts.rules.messages import Action, Link, Message
from tracker.alerts.rules.payloads import Matter
from tracker.alerts.saying import language_of, settings
from tracker.alerts.use_cases.contents import Gathered, Gatherers, RoomLetter
from tracker.kernel.errors import Forbidden, NotFound
from tracker.kernel.people import Viewer
from tracker.promises.measures import Measures
from tracker.reports.asking import Found, found
from tracker.reports.exporting import as_file
from tracker.reports.forms.wishes import Wish
from tracker.reports.groups import interval_in_words, kept_rate_in_words
from tracker.reports.queries import counting
from tracker.reports.queries import scheduled as queries
from tracker.reports.records import ScheduledExport
from tracker.reports.rules.mails import ReportOf, check_may_have_mails
from tracker.reports.saying import GONE, INACTIVE, NOT_ALLOWED, days_in_words, view_in_words
from tracker.web.languages import BABEL_NAMES

PAGE, PAGE_OF_MAILS = "/reports", "/reports/mails"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMail:
    """What a mail tells: the report, the measures of its period and of the one before, and its reader."""

    key: str
    name: str
    file_format: str
    found: Found
    measures: Measures
    earlier: Measures
    reader: Viewer


def gather(session: Session, parcel: Parcel, now: datetime) -> Gathered:
    """Return a report as its reader may see it now, about what had ended on its day; or why there is none."""
    about = ReportOf.unpacked(parcel.payload)
    row = queries.for_update(session, about.export_id)
    if row is None or row[0].account_id != parcel.to.account_id:
        return Gathered(None, GONE)
    export, owner = row
    if not owner.is_active:
        return Gathered(None, INACTIVE)
    try:
        with force_locale(BABEL_NAMES[language_of(parcel.to.locale)]):
            mail = _mail(session, export, about, parcel.key, now=now)
    except (Forbidden, NotFound):
        return Gathered(None, NOT_ALLOWED)
    return Gathered(RoomLetter(key=parcel.key, to=parcel.to, says=partial(message, mail)))


GATHERERS: Gatherers = {Matter.REPORT: gather}
"""What finds the mails of this room."""


def _mail(session: Session, export: ScheduledExport, about: ReportOf, key: str, *, now: datetime) -> ReportMail:
    """Raise Forbidden where its reader may not have it any more."""
    who = viewer_of(session, export.account_id)
    check_may_have_mails(who)
    report = found(session, who, wish_of(export, about.day), now)
    before = report.ground.asked.of(report.wish.period.before())
    return ReportMail(
        key=key,
        name=export.name,
        file_format=export.file_format,
        found=report,
        measures=counting.total(report.days.values()).measures(),
        earlier=counting.total(counting.by_kind(session, before).values()).measures(),
        reader=who,
    )


def wish_of(export: ScheduledExport, day: date) -> Wish:
    """Return what a report of a day looks at: whatever moves on ends the day before."""
    return Wish.of(MultiDict(parse_qsl(export.query)), day, with_today=False)


def message(mail: ReportMail, _now: datetime) -> Message:
    """Return the mail in the language in force, the figures attached as a file."""
    wish, names = mail.found.wish, mail.found.ground.names
    days = days_in_words(wish.period)
    address = urlencode(wish.of_these_days().address())
    return Message(
        key=mail.key,
        language="",
        subject=gettext("%(name)s: %(days)s", name=mail.name, days=days),
        opening=gettext("How promises were kept that were due in this time. The figures are in the attached file."),
        facts=[(gettext("Period"), days), *view_in_words(wish, names, mail.reader), *_figures(mail)],
        links=[
            Link(
                action=Action.OPEN, label=gettext("Open the report"), address=f"{settings().base_url}{PAGE}?{address}"
            ),
            Link(
                action=Action.OPEN,
                label=gettext("Change or end these mails"),
                address=settings().base_url + PAGE_OF_MAILS,
            ),
        ],
        attachment=as_file(mail.found, mail.file_format),
    )


def _figures(mail: ReportMail) -> list[tuple[str, str]]:
    measures = mail.measures
    if not measures.due:
        return [(gettext("Due"), gettext("Nothing was due in this period."))]
    interval = gettext("95 %% interval: %(interval)s", interval=interval_in_words(measures.kept_rate))
    return [
        (gettext("Due"), str(measures.due)),
        (gettext("Kept on time"), f"{kept_rate_in_words(measures.kept_rate)}, {interval}"),
        (gettext("The period before"), kept_rate_in_words(mail.earlier.kept_rate)),
        (gettext("Kept as first promised"), kept_rate_in_words(measures.kept_as_first_promised)),
        (gettext("Informed before the due"), kept_rate_in_words(measures.informed_before_due)),
        (gettext("Overdue"), str(measures.open_overdue)),
    ]
