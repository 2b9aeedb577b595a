"""What was found in a text, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from tracker.capture.queries.naming import Named
from tracker.capture.rules.policy import Remark
from tracker.capture.use_cases.reading import ReadPromise
from tracker.capture.views.showing import ASSUMED, REMARKS
from tracker.kernel.clock import now
from tracker.promises.shown import due_in_words, name_of


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text; `at` is where a promise begins that it is the words of."""

    words: str
    at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPromise:
    """A promise to tick: its words, kind and due, what is missing or to be considered, and why it was found."""

    at: int
    quote: str
    kind: str
    due: str
    remarks: list[str]
    why: str
    is_ticked: bool
    is_complete: bool


def segments(text: str, promises: Sequence[ReadPromise]) -> list[Segment]:
    """Return the text in pieces, those that promise something marked."""
    pieces, at = [], 0
    for each in promises:
        sentence = each.sentence
        pieces += [Segment(text[at : sentence.start]), Segment(sentence.quote, sentence.start)]
        at = sentence.end
    return [*pieces, Segment(text[at:])]


def shown_promises(promises: Sequence[ReadPromise], customer: Named | None) -> list[FoundPromise]:
    """Return what is to be ticked; what is conditional or weak waits for somebody to tick it."""
    return [
        FoundPromise(
            at=each.sentence.start,
            quote=each.sentence.quote,
            kind=name_of(each.kind),
            due=due_in_words(each.moment.at, each.moment.day, now()) if each.moment else "",
            remarks=_remarks(each),
            why=", ".join(each.sentence.why),
            is_ticked=each.is_sure,
            is_complete=each.is_complete(customer, now()),
        )
        for each in promises
    ]


def _remarks(each: ReadPromise) -> list[str]:
    said = each.promised.remark if each.promised else None
    remarks = [
        gettext("only on a condition") if each.sentence.is_conditional else "",
        gettext("only an attempt") if each.sentence.is_weak else "",
        gettext("until when?") if each.promised is None else "",
        str(REMARKS[said]) if said is not None and (said in ASSUMED or each.moment is None) else "",
        str(REMARKS[Remark.PAST]) if each.moment is not None and each.moment.at <= now() else "",
        gettext("may be meant otherwise") if each.promised and each.promised.others else "",
    ]
    return [remark for remark in remarks if remark]
