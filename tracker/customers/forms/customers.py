"""The form of a customer, new or known."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import Length, Optional

from tracker.accounts.forms.choices import optional_number
from tracker.accounts.forms.words import _l
from tracker.customers.forms.amounts import amount_as_typed, amount_in
from tracker.customers.records import Customer, Tier
from tracker.customers.rules.contacts import Contact, ContactKind, contact_in
from tracker.customers.rules.details import LONGEST_REFERENCE, LONGEST_REGION, Details
from tracker.customers.rules.likeness import Likeness, LookAlike, LooksAlike
from tracker.customers.rules.names import LONGEST_NAME
from tracker.customers.use_cases import AddCustomer, ChangeCustomer
from tracker.kernel.bounds import number_or_none
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.web.forms import LineField, PageForm, TextField, needed
from tracker.web.languages import LANGUAGE_NAMES, language

ZONE_KW = {"list": "zones", "autocomplete": "off", "spellcheck": "false"}
LIKENESS_WORDS = {
    Likeness.NAME: _l("same name"),
    Likeness.PHONE: _l("same phone number"),
    Likeness.MAIL: _l("same mail address"),
}


class CustomerForm(PageForm):
    """What is known of a customer. Only the name is needed."""

    row_version = HiddenField()
    name = LineField(_l("Name"), [needed(_l("Whom is it about?")), Length(max=LONGEST_NAME)])
    contacts = TextField(_l("Phone numbers and mail addresses"))
    reference = LineField(_l("Customer number"), [Length(max=LONGEST_REFERENCE)])
    tier_id = SelectField(_l("Tier"), coerce=optional_number)
    yearly_volume = LineField(_l("Yearly volume"))
    region = LineField(_l("Region"), [Length(max=LONGEST_REGION)])
    tags = LineField(_l("Tags"))
    language = RadioField(_l("Language"), choices=list(LANGUAGE_NAMES.items()), validators=[Optional()])
    time_zone = LineField(_l("Time zone"), [needed(_l("Which time zone?"))], render_kw=ZONE_KW)
    team_id = SelectField(_l("Team"), coerce=optional_number)

    look_alikes: tuple[LookAlike, ...] = ()

    def offer(self, tiers: Iterable[Tier], teams: Iterable[tuple[int, str]]) -> None:
        """Fill the choices; a tier that is not active any more is only offered where it is chosen."""
        chosen = self.tier_id.data or self.tier_id.object_data
        offered = [tier for tier in tiers if tier.active or tier.id == chosen]
        self.tier_id.choices = [(tier.id, tier.name_in(language())) for tier in offered]
        self.team_id.choices = [("", gettext("no team in particular")), *teams]

    def refuse(self, refusal: Invalid) -> None:
        """Show what a rule refused; for look-alikes, who they are instead."""
        if isinstance(refusal, LooksAlike):
            self.look_alikes = refusal.look_alikes
        else:
            super().refuse(refusal)

    def addition(self, actor: Viewer, *, even_if_alike: bool) -> AddCustomer:
        """Return the wish for a new customer. Raises Invalid for what cannot be read."""
        return AddCustomer(actor=actor, even_if_alike=even_if_alike, **self._given())

    def change(self, actor: Viewer, customer_id: int) -> ChangeCustomer:
        """Return the wish for a customer that there is. Raises Invalid for what cannot be read."""
        version = number_or_none(self.row_version.data) or 0
        return ChangeCustomer(actor=actor, customer_id=customer_id, row_version=version, **self._given())

    def _given(self) -> dict[str, Any]:
        return {
            "name": self.name.data or "",
            "reference": self.reference.data or "",
            "contacts": self._contacts(),
            "tags": tuple((self.tags.data or "").split(",")),
            "tier_id": self.tier_id.data,
            "team_id": self.team_id.data,
            "yearly_volume": amount_in(self.yearly_volume.data or ""),
            "region": self.region.data or "",
            "language": self.language.data or "de",
            "time_zone": self.time_zone.data or "",
        }

    def _contacts(self) -> tuple[Contact, ...]:
        """Return the contact points. Raises Invalid for a line that is none, unless it came in with an import."""
        lines, known = (self.contacts.data or "").splitlines(), (self.contacts.object_data or "").splitlines()
        for number, line in enumerate(lines, start=1):
            if line and line not in known and contact_in(line).kind is ContactKind.OTHER:
                words = N_("Line %(line)d is neither a phone number nor a mail address: %(text)s")
                raise Invalid(words, field="contacts", line=number, text=line)
        return tuple(contact_in(line) for line in lines if line)


def as_typed(customer: Customer) -> dict[str, object]:
    """Return what is known of a customer, the way it fills the form."""
    details: Details = customer.details()
    return {
        "row_version": str(customer.row_version),
        "name": details.name,
        "contacts": "\n".join(contact.value for contact in details.contacts),
        "reference": details.reference,
        "tier_id": details.tier_id,
        "yearly_volume": amount_as_typed(details.yearly_volume),
        "region": details.region,
        "tags": ", ".join(details.tags),
        "language": details.language,
        "time_zone": details.time_zone,
        "team_id": details.team_id,
    }
