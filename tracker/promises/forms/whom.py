"""To whom it is promised: a customer who is there, or a new one, found or added without leaving the form."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from tracker.customers.records import Customer
from tracker.customers.rules.contacts import contact_in
from tracker.customers.rules.likeness import Likeness, LookAlike, LooksAlike
from tracker.customers.use_cases.adding import AddCustomer
from tracker.kernel.bounds import number_or_none
from tracker.kernel.errors import Invalid
from tracker.kernel.folding import fold
from tracker.kernel.people import Viewer
from tracker.web.forms import LineField, PageForm
from tracker.web.texts import clean_line

NEW, NEW_ALTHOUGH_ALIKE = "new", "new-although-alike"
REASONS: dict[Likeness, LazyString] = {
    Likeness.NAME: _l("same name"),
    Likeness.PHONE: _l("same phone number"),
    Likeness.MAIL: _l("same mail address"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer who may be meant; `about` tells customers of one name apart."""

    id: int
    name: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Who may be meant by `text`.

    `chosen` is the value of the choice that is made, `new` the one that adds somebody; it `is_certain` that
    the chosen one is meant when they, and nobody else, have just this name or reference.
    """

    text: str = ""
    found: tuple[Candidate, ...] = ()
    chosen: str = ""
    new: str = NEW
    is_certain: bool = False


class WhomFields(PageForm):
    """The customer as typed, the choice among those of that name, and what is needed to add a new one."""

    customer = LineField(_l("Whom?"))
    customer_id = StringField()
    customer_asked = StringField()
    contact = LineField(_l("Phone or mail address"))

    candidates = Candidates()

    @property
    def chosen_id(self) -> int | None:
        """The customer who was chosen; a choice made for another text than the one that stands there is none."""
        return number_or_none(self._choice())

    @property
    def is_new(self) -> bool:
        """Whether the customer shall be added."""
        return self._choice() in {NEW, NEW_ALTHOUGH_ALIKE}

    def new_customer(self, actor: Viewer) -> AddCustomer:
        """Return the customer to add; language and zone are those of the person who talks to them."""
        contact = self.contact.data or ""
        return AddCustomer(
            actor=actor,
            name=self.customer.data or "",
            contacts=(contact_in(contact),) if contact else (),
            language=actor.locale,
            time_zone=actor.time_zone,
            even_if_alike=self._choice() == NEW_ALTHOUGH_ALIKE,
        )

    def choose(self, customer: Customer) -> None:
        """Prefill the form with a customer."""
        self.customer.data = self.customer_asked.data = customer.name
        self.customer_id.data = str(customer.id)
        self.candidates = Candidates(text=customer.name, found=(candidate(customer),), chosen=str(customer.id))

    def refuse(self, refusal: Invalid) -> None:
        """Show what is wrong with a new customer at the fields that describe them here."""
        if isinstance(refusal, LooksAlike):
            self.candidates = alike(self.customer.data or "", refusal.look_alikes)
        refusal.field = {"name": "customer", "contacts": "contact"}.get(refusal.field or "", refusal.field)
        super().refuse(refusal)

    def _choice(self) -> str:
        is_current = clean_line(self.customer_asked.data) == (self.customer.data or "")
        return (self.customer_id.data or "") if is_current else ""


def candidates(text: str, found: Iterable[Customer]) -> Candidates:
    """Return who may be meant by a text. The only one found is chosen, and so is a new one where nobody is."""
    these = tuple(found)
    exact = [each for each in these if fold(text) in {fold(each.name), fold(each.reference)}]
    likely = exact if len(exact) == 1 else these
    chosen = str(likely[0].id) if len(likely) == 1 else ("" if these else NEW)
    shown = tuple(map(candidate, these))
    return Candidates(text=text, found=shown, chosen=chosen, is_certain=len(exact) == 1)


def candidate(customer: Customer) -> Candidate:
    """Return what tells a customer apart: reference, region, and how to reach them if that is loaded."""
    contacts = [each.value for each in customer.contacts[:2]] if "contacts" in customer.__dict__ else []
    about = (customer.reference, customer.region, *contacts)
    return Candidate(customer.id, customer.name, " · ".join(filter(None, about)))


def alike(text: str, look_alikes: Iterable[LookAlike]) -> Candidates:
    """Return the choice between customers who look like the new one, and the new one all the same."""
    found = tuple(Candidate(each.id, each.name, _why(each)) for each in look_alikes)
    return Candidates(text=text, found=found, new=NEW_ALTHOUGH_ALIKE)


def _why(each: LookAlike) -> str:
    return " · ".join(filter(None, (each.reference, each.region, *(str(REASONS[reason]) for reason in each.reasons))))
