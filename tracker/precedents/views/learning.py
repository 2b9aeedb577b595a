"""What flags taught: factors to compare by, and how often each type of flag was right."""

from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.precedents.forms.flags import SettleForm
from tracker.precedents.queries import decisions, learning
from tracker.precedents.queries.situations import situations
from tracker.precedents.records import Flag
from tracker.precedents.rules.learning import precision, telling_factors
from tracker.precedents.shown import interval_in_words, share_in_words
from tracker.precedents.words import FLAG_TYPES
from tracker.web.guards import viewer
from tracker.web.languages import language


def lessons() -> dict[str, object]:
    """Return what the page of flags tells of those that ended."""
    return {"suggested": _suggested(), "precision": _precision()}


def _suggested() -> list[tuple[int, str, str, str, int]]:
    """Return situation, its title, factor, its question and how often it was named, where it is not compared by yet."""
    session = db.session()
    named = telling_factors(learning.named_factors(session, viewer(), now()))
    known = {each.id: each for each in situations(session)} if named else {}
    return [
        (situation_id, known[situation_id].title_in(language()), name, factor.label_in(language()), times)
        for situation_id, name, times in named
        for factor in known[situation_id].facts().factors
        if factor.name == name and not factor.material
    ]


def _precision() -> list[tuple[str, str]]:
    found = precision(learning.ended(db.session(), viewer()))
    return [
        (str(FLAG_TYPES[kind]), f"{share_in_words(each)} · {interval_in_words(each)}") for kind, each in found.items()
    ]


def offer_factors(form: SettleForm, flag: Flag) -> None:
    """Offer the factors by which the situation of a flag is not compared yet."""
    if flag.decision_id is not None:
        decision = decisions.decision(db.session(), viewer(), flag.decision_id)
        form.offer_factors(decision.situation.facts().factors)
