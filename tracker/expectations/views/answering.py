"""Answering what a customer expects: saying how it is, or promising it."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.customers.queries import customer_now
from tracker.expectations.forms import CorrectForm, MeetForm
from tracker.expectations.queries import register as queries
from tracker.expectations.records import Expectation
from tracker.expectations.use_cases.answering import correct_expectation, meet_expectation, take_back_answer
from tracker.expectations.use_cases.noting import note_complaint
from tracker.expectations.views.room import blueprint
from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.promises.shown import due_in_words
from tracker.web.addresses import see_other
from tracker.web.forms import answer_form
from tracker.web.guards import needs_role, viewer
from tracker.web.languages import language

LONGEST_CHOICE = 80


@blueprint.route("/expectations/<int:expectation_id>/correct", methods=["GET", "POST"])
@needs_role(Role.AGENT, Role.MANAGER)
def correct(expectation_id: int) -> ResponseReturnValue:
    entry = queries.expectation(db.session(), viewer(), expectation_id)
    form = CorrectForm(data={"seen_version": entry.row_version})

    def save() -> str:
        return _answered(lambda session, at: correct_expectation(session, form.command(viewer(), entry.id), at))

    context = _page(entry, gettext("Correct an expectation"))
    return answer_form(form, "expectations/correct.html", "form", save=save, context=context)


@blueprint.route("/expectations/<int:expectation_id>/meet", methods=["GET", "POST"])
@needs_role(Role.AGENT, Role.MANAGER)
def meet(expectation_id: int) -> ResponseReturnValue:
    session, who = db.session(), viewer()
    entry = queries.expectation(session, who, expectation_id)
    form = MeetForm(data={"seen_version": entry.row_version})
    customer_id = customer_now(session, entry.customer_id)
    form.promise.choices = [
        (each.id, f"{each.statement[:LONGEST_CHOICE]} · {due_in_words(each.due_at, each.due_day, now())}")
        for each in queries.promises_to(session, who, customer_id)
    ]

    def save() -> str:
        return _answered(lambda session, at: meet_expectation(session, form.command(viewer(), entry.id), at))

    context = {**_page(entry, gettext("Meet an expectation")), "customer_id": customer_id}
    return answer_form(form, "expectations/meet.html", "form", save=save, context=context)


@blueprint.post("/expectations/<int:expectation_id>/complaint")
@needs_role(Role.AGENT, Role.MANAGER)
def complaint(expectation_id: int) -> ResponseReturnValue:
    seen = request.form.get("seen_version", 0, type=number)
    return see_other(
        _answered(lambda session, at: note_complaint(session, viewer(), expectation_id, seen_version=seen, now=at))
    )


@blueprint.post("/expectations/<int:expectation_id>/take-back")
@needs_role(Role.AGENT, Role.MANAGER)
def take_back(expectation_id: int) -> ResponseReturnValue:
    seen = request.form.get("seen_version", 0, type=number)
    return see_other(
        _answered(lambda session, at: take_back_answer(session, viewer(), expectation_id, seen_version=seen, now=at))
    )


def _answered(answer: Callable[[Session, datetime], Expectation]) -> str:
    """Write an answer down; return the address of the customer's register."""
    with transaction() as session:
        address = url_for(".of_customer", customer_id=answer(session, now()).customer_id)
    flash(gettext("Written down."), "ok")
    return address


def _page(entry: Expectation, title: str) -> dict[str, object]:
    return {
        "entry": entry,
        "title": title,
        "topic": entry.topic.title_in(language()),
        "honest": entry.topic.honest_in(entry.customer.language),
        "back": url_for(".of_customer", customer_id=entry.customer_id),
    }
