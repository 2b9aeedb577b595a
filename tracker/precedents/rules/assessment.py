"""The short assessment of a request: is it right to meet it, whatever was decided before? Pure."""

import json
from collections.abc import Mapping
from enum import StrEnum

from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_
from tracker.precedents.rules.deciding import Wish, is_said


class Question(StrEnum):
    """What is asked; each may stay unanswered."""

    JUSTIFIED = "justified"
    """Whether something was defective or wrong, charged wrongly, not refunded, badly treated, or unsafe."""
    HARMLESS = "harmless"
    """Whether it can be met without harm to anybody."""
    ILLEGAL = "illegal"
    HURTS_COLLEAGUES = "hurts"


Assessment = Mapping[Question, bool]
"""The answers that were given."""


def written(assessment: Assessment) -> str:
    """Return answers as they are stored."""
    return json.dumps({each.value: assessment[each] for each in Question if each in assessment})


def read(stored: str) -> dict[Question, bool]:
    """Return stored answers; questions of a newer version are left out."""
    given: dict[str, bool] = json.loads(stored)
    return {each: given[each.value] for each in Question if each.value in given}


def check_assessment(assessment: Assessment, wish: Wish) -> None:
    """Raise Invalid for what is not granted, and where the answer needs a reason.

    The customer is right where the complaint is justified or the request can be met without harm; not where it is
    illegal or hurts colleagues.
    """
    if wish.outcome.is_grant:
        if assessment.get(Question.ILLEGAL):
            raise Invalid(N_("What is illegal is not granted."), field=Question.ILLEGAL.value)
        if assessment.get(Question.HURTS_COLLEAGUES) and not is_said(wish.reason):
            raise Invalid(N_("This hurts colleagues. Say why it is granted all the same."), field="reason")
    elif is_right(assessment) and not is_said(wish.reason):
        raise Invalid(N_("By your assessment the customer is right. Say why it is refused."), field="reason")


def is_right(assessment: Assessment) -> bool:
    """Whether the customer is right by what was answered."""
    if assessment.get(Question.ILLEGAL) or assessment.get(Question.HURTS_COLLEAGUES):
        return False
    return bool(assessment.get(Question.JUSTIFIED) or assessment.get(Question.HARMLESS))
