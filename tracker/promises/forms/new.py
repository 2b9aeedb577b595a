"""The form that logs a promise, saves a draft, or completes one."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from flask import current_app
from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import Length

from tracker.kernel.bounds import number, number_or_none
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises.forms.moments import DueFields, day_field
from tracker.promises.forms.whom import WhomFields
from tracker.promises.records import Promise
from tracker.promises.rules import Channel, Due, ScopeKind
from tracker.promises.use_cases.logging import LogPromise
from tracker.promises.words import SCOPES, TELLING_CHANNELS
from tracker.web.forms import LineField, TextField, needed
from tracker.web.texts import clean_line

LONGEST_TIME_TO_LOG = 4 * 3600
"""A form that stood open for longer says nothing about how long logging takes."""

AMOUNT = re.compile(r"[0-9]{1,12}")
NEEDS_NO_VALUE = frozenset({ScopeKind.CUSTOMER, ScopeKind.EVERYONE})
TAKEN = frozenset({"statement", "due_day", "due_time", "source_reference", "conditions", "scope", "scope_value"})
TAKEN |= {"owner", "urgent"}
"""The fields that an address may fill."""
OPTIONAL_PART = ("owner", "conditions", "source_reference", "scope", "scope_value", "scope_until", "channel")


class NewPromiseForm(WhomFields, DueFields):
    """Four things are needed: what, whom, until when, and the kind. Everything else has a good default."""

    statement = TextField(_l("What?"), [needed(_l("What was promised?"))])
    kind = SelectField(_l("Kind"), coerce=number, validate_choice=False)
    owner = SelectField(_l("Who does it?"), coerce=number, validate_choice=False)
    channel = RadioField(_l("Promised over"), choices=TELLING_CHANNELS, default=Channel.PHONE.value)
    conditions = TextField(_l("Conditions"))
    source_reference = LineField(_l("Ticket, order or invoice"), [Length(max=80)])
    visible_to_customer = BooleanField(_l("The customer may see it"), default=True)
    urgent = BooleanField(_l("Urgent"))
    scope = SelectField(_l("Applies to"), validate_choice=False, default=ScopeKind.CUSTOMER.value)
    scope_value = LineField(_l("Which region or tag, or from which yearly volume?"), [Length(max=60)])
    scope_until = day_field(_l("Applies until"))
    makes_good = HiddenField()
    started = HiddenField()
    do = StringField()

    kind_key = "callback"

    @property
    def makes_good_id(self) -> int | None:
        """The promise that this one makes good."""
        return number_or_none(self.makes_good.data)

    @property
    def is_draft(self) -> bool:
        """Whether it is saved as a draft, which may lack customer and due."""
        return bool(self.do.data == "draft")

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """Check the fields, and say everything that is missing at once."""
        is_right = bool(super().validate(extra_validators))
        return (self.is_draft or self._has_all()) and is_right

    def _has_all(self) -> bool:
        typed_due = (self.due_day, self.due_time, self.due_count)
        missing = []
        if not self.customer.data:
            missing.append(Invalid(N_("Say who was promised."), field="customer"))
        if not any(field.raw_data and field.raw_data[0] for field in typed_due):
            missing.append(Invalid(N_("Say until when."), field="due"))
        for each in missing:
            self.refuse(each)
        return not missing

    @property
    def wants_optional_part(self) -> bool:
        """Whether the part that is folded away holds something wrong, so that it has to be seen."""
        return any(self[name].errors for name in OPTIONAL_PART)

    def start(self, now: datetime) -> None:
        """Note, signed, when the form was opened, and give it a key of its own."""
        key = f"{int(now.timestamp()):x}-{secrets.token_hex(8)}"
        self.started.data = _serializer().dumps(key)

    def take(self, given: MultiDict[str, str]) -> None:
        """Prefill the form with fields that an address names; what they cannot hold is passed over."""
        self.customer.data = clean_line(given.get("whom")) or self.customer.data
        for name in given.keys() & TAKEN:
            try:
                self[name].process_formdata([given[name]])
            except ValueError:
                self[name].data = None

    @property
    def key(self) -> str | None:
        """The form's key; None if it was not one of ours, which then cannot be told from another."""
        try:
            return str(_serializer().loads(self.started.data or ""))
        except BadSignature:
            return None

    def command(self, actor: Viewer, customer_id: int | None, due: Due | None, now: datetime) -> LogPromise:
        """Return what is to be logged. Raises Invalid for a scope without its value."""
        log = LogPromise(
            actor=actor,
            statement=self.statement.data or "",
            kind_id=self.kind.data or 0,
            customer_id=customer_id,
            due=due,
            zone=actor.time_zone,
            owner_id=self.owner.data,
            channel=Channel(self.channel.data),
            conditions=self.conditions.data or "",
            source_reference=self.source_reference.data or "",
            visible_to_customer=self.visible_to_customer.data,
            urgent=self.urgent.data,
            makes_good_id=self.makes_good_id,
            seconds_to_log=_seconds_since(self.key, now),
            form_key=self.key,
        )
        return self._with_scope(log)

    def show(self, draft: Promise) -> None:
        """Prefill the form with what a draft knows already."""
        self.fill("due", draft.due_at, draft.zone, draft.due_day)
        for name in ("statement", "channel", "conditions", "source_reference", "scope_value", "scope_until"):
            self[name].data = getattr(draft, name)
        is_tier = draft.scope == ScopeKind.TIER
        self.scope.data = f"{draft.scope}:{draft.scope_value}" if is_tier else draft.scope
        self.visible_to_customer.data, self.urgent.data = draft.visible_to_customer, draft.urgent
        self.kind.data, self.makes_good.data = draft.kind_id, draft.makes_good_id
        if draft.customer:
            self.choose(draft.customer)

    def _with_scope(self, log: LogPromise) -> LogPromise:
        kind, _, tier = (self.scope.data or "").partition(":")
        if kind not in SCOPES:
            raise Invalid(N_("Choose to whom it applies."), field="scope")
        scope = ScopeKind(kind)
        value = tier or ("" if scope in NEEDS_NO_VALUE else self.scope_value.data or "")
        if scope not in NEEDS_NO_VALUE and not value:
            raise Invalid(N_("Say to whom it applies."), field="scope_value")
        if scope is ScopeKind.VOLUME and not AMOUNT.fullmatch(value):
            raise Invalid(N_("An amount in digits, without cents."), field="scope_value")
        return replace(log, scope=scope, scope_value=value, scope_until=self.scope_until.data)


def _seconds_since(key: str | None, now: datetime) -> int | None:
    if key is None:
        return None
    seconds = int(now.timestamp()) - int(key.partition("-")[0], 16)
    return seconds if 0 <= seconds <= LONGEST_TIME_TO_LOG else None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="form of a promise")
