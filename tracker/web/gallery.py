"""What the gallery of components shows: made-up promises in every state."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext
from wtforms import BooleanField, DateField, RadioField, SelectField, TimeField
from wtforms.fields.choices import SelectChoice

from tracker.kernel.clock import now
from tracker.web.forms import LineField, PageForm, TextField, needed
from tracker.web.standings import WORDS


@dataclass(frozen=True)
class Sample:
    """One row of the gallery."""

    id: int
    title: str
    customer: str
    standing: str
    due_at: datetime


class SampleForm(PageForm):
    """One field of every kind."""

    statement = TextField("Was? / What?", [needed("Was wurde zugesagt? / What was promised?")])
    customer = LineField("Wem? / To whom?", [needed("Wem wurde es zugesagt? / To whom?")])
    day = DateField("Tag / Day")
    time = TimeField("Uhrzeit / Time")
    kind = SelectField(
        "Art / Kind",
        choices=[SelectChoice("callback", "Rückruf / Callback"), SelectChoice("refund", "Gutschrift / Refund")],
    )
    channel = RadioField(
        "Zugesagt über / Promised by",
        choices=[SelectChoice("phone", "Telefon / Phone"), SelectChoice("mail", "E-Mail")],
    )
    urgent = BooleanField("Dringend / Urgent")


TITLES = (
    ("Gutschrift 35,00 € buchen", "Müller & Töchter GbR"),
    ("Vertragsentwurf per E-Mail schicken", "Stadtwerke Musterhausen Versorgungsgesellschaft mbH"),
    ("Rückruf zur Rechnung 4711", "Bäckerei Sommer"),
    ("Send the replacement unit by courier", "Northern Instruments Ltd"),
    ("Ersatzgerät versenden", "Klinikum Nordstadt, Einkauf"),
    ("Confirm the technician's appointment for the annual maintenance of all three sites", "J. Okafor & Sons"),
    ("Passwort zurücksetzen und Zugang für die Vertretung einrichten", "Hotel Seeblick"),
    ("Muster zusenden", "Probst KG"),
    ("Preisliste nachreichen", "Yılmaz Feinkost"),
)
HOURS_AWAY = {"open": 76, "due_soon": 1.4, "overdue": -3, "draft": 26}


def gallery() -> dict[str, object]:
    """Return what `states.html` shows."""
    keys = [key for key in WORDS if key not in {"renegotiated", "waiting"}]
    samples = [_sample(number, key) for number, key in enumerate(keys)]
    wrong = SampleForm(formdata=None, prefix="wrong-")
    wrong.validate()
    return {
        "samples": samples,
        "standings": list(WORDS),
        "form": SampleForm(formdata=None, customer="Bäckerei Sommer"),
        "wrong": wrong,
        "long_ago": now() - timedelta(days=400),
        "yesterday": now() - timedelta(hours=26),
        "reason": gettext("The documents were not complete."),
    }


def _sample(number: int, standing: str) -> Sample:
    title, customer = TITLES[number % len(TITLES)]
    return Sample(number + 1, title, customer, standing, now() + timedelta(hours=HOURS_AWAY.get(standing, -30)))
