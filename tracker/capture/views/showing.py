"""What was understood of a line, as chips: its words, what they mean, what else they may mean, what is missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from tracker.capture.rules.line.dues import written
from tracker.capture.rules.line.facts import Sort
from tracker.capture.rules.line.saying import Stretch
from tracker.capture.rules.policy import Moment, Remark
from tracker.capture.use_cases.understood import Scope, Understood
from tracker.kernel.clock import now
from tracker.kernel.people import Viewer
from tracker.promises.shown import due_in_words, name_of
from tracker.promises.views.offering import quick_dues
from tracker.promises.words import SCOPES

MOST_OTHERS, MOST_QUICK = 4, 3
QUOTE = '"'
REMARKS: dict[Remark, LazyString] = {
    Remark.CLOSE: _l("assumed: close of the office"),
    Remark.END_OF_DAY: _l("assumed: the end of the day"),
    Remark.CLOSED_DAY: _l("no working day"),
    Remark.OUTSIDE_HOURS: _l("outside office hours"),
    Remark.PAST: _l("is over already"),
    Remark.START_ONLY: _l("says only when it begins"),
    Remark.VAGUE: _l("names no date"),
}
ASSUMED = frozenset({Remark.CLOSE, Remark.END_OF_DAY})
UNDERSTOOD, GUESSED, MISSING = "understood", "assumed", "missing"


@dataclass(frozen=True, slots=True)
class Other:
    """Something else that may be meant, and the line that would say just that."""

    words: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One part of a line. `as_text` is the line in which its words mean nothing in particular."""

    label: str | LazyString
    words: str = ""
    value: str = ""
    state: str = UNDERSTOOD
    remark: str | LazyString = ""
    as_text: str = ""
    others: Sequence[Other] = ()


def chips(said: Understood, who: Viewer) -> list[Chip]:
    """Return every part that was understood, assumed or is missing, in the order in which one says them."""
    return [_kind(said), _whom(said), _due(said, who), *_rest(said)]


def _kind(said: Understood) -> Chip:
    part = said.parts.get(Sort.KIND)
    if part is None or not said.is_kind_said:
        assumed = Chip(label=_l("Kind"), value=name_of(said.kind), state=GUESSED, remark=gettext("assumed"))
        if part is None or not said.is_kind_unheard_of:
            return assumed
        unknown = _said(said, (part.start, part.end), _l("Kind"), "")
        return replace(unknown, state=MISSING, remark=gettext("there is no such kind"))
    return _said(said, (part.start, part.end), _l("Kind"), name_of(said.kind))


def _whom(said: Understood) -> Chip:
    """Return who is promised; who else may be meant is named by number, so that nobody else is."""
    whom, at = said.whom, said.whom.at
    name = whom.customer.name if whom.customer else ""
    if at is None:
        state, remark = (GUESSED, gettext("of this page")) if name else (MISSING, gettext("whom?"))
        return Chip(label=_l("Customer"), value=name, state=state, remark=remark)
    chip = _said(said, at, _l("Customer"), name)
    others = [
        Other(
            " · ".join(filter(None, (each.name, each.reference, each.region))),
            _put(said.line, at, f"@{each.reference}"),
        )
        for each in whom.others[:MOST_OTHERS]
    ]
    if name:
        return replace(chip, others=others)
    asked = gettext("who is meant?") if others else gettext("not known yet")
    return replace(chip, state=MISSING, remark=asked, others=others)


def _due(said: Understood, who: Viewer) -> Chip:
    promised, at = said.promised, said.due_at
    if promised is None or at is None:
        return Chip(label=_l("Due"), state=MISSING, remark=gettext("until when?"), others=_quick(said.line, None, who))
    value = due_in_words(promised.moment.at, promised.moment.day, now()) if promised.moment else ""
    chip = replace(_said(said, at, _l("Due"), value), remark=REMARKS[promised.remark] if promised.remark else "")
    if promised.moment is None:
        begins = promised.remark is Remark.START_ONLY
        meant = _others(said.line, at, promised.others, who)
        quick = _quick(said.line, None if begins else at, who)
        return replace(chip, state=MISSING, others=[*meant, *quick][:MOST_OTHERS])
    state = GUESSED if promised.remark in ASSUMED else UNDERSTOOD
    return replace(chip, state=state, others=_others(said.line, at, promised.others, who))


def _others(line: str, at: Stretch, moments: Sequence[Moment], who: Viewer) -> list[Other]:
    return [
        Other(due_in_words(each.at, each.day, now()), _put(line, at, written(each, who.time_zone)))
        for each in moments[:MOST_OTHERS]
    ]


def _quick(line: str, at: Stretch | None, who: Viewer) -> list[Other]:
    """Return dues worth one click; they are added to the line, or put in the place of words that name none."""
    place = at or (len(line), len(line))
    return [
        Other(each.words, _put(line, place, f" bis {written_in_fields(each.values)}".lstrip(" " if at else "")))
        for each in quick_dues(who)[:MOST_QUICK]
    ]


def written_in_fields(values: Mapping[str, str]) -> str:
    """Return a due of the fields of a form in figures, as `written` does."""
    day = date.fromisoformat(values["due_day"])
    return f"{day:%d.%m.%Y} {values['due_time']}"


def _rest(said: Understood) -> Iterator[Chip]:
    """Yield what is seldom said, where it is."""
    for sort, label, value in (
        (Sort.REFERENCE, _l("Reference"), said.reference),
        (Sort.URGENT, _l("Urgent"), gettext("yes")),
    ):
        if part := said.parts.get(sort):
            yield _said(said, (part.start, part.end), label, value)
    if said.topic is not None:
        about = said.line[said.parts[Sort.TOPIC].said_from : said.topic[1]].strip(" .,;")
        if about != said.reference:
            yield _said(said, said.topic, _l("About"), about)
    if said.scope is not None:
        yield _scope(said, said.scope)
    if part := said.parts.get(Sort.OWNER):
        yield _owner(said, (part.start, part.end))


def _scope(said: Understood, scope: Scope) -> Chip:
    if scope.kind is None:
        chip = _said(said, scope.at, _l("Applies to"), "")
        return replace(chip, state=MISSING, remark=gettext("to whom does it apply?"))
    value = name_of(scope.tier) if scope.tier else scope.value
    return _said(said, scope.at, _l("Applies to"), ": ".join(filter(None, (str(SCOPES[scope.kind]), value))))


def _owner(said: Understood, at: Stretch) -> Chip:
    chip = _said(said, at, _l("Who does it"), said.owner.name if said.owner else "")
    if said.owner is not None:
        return chip
    others = [Other(each.name, _put(said.line, at, f"+{each.name.split()[-1]}")) for each in said.owners[:MOST_OTHERS]]
    asked = gettext("who is meant?") if others else gettext("nobody near has this name")
    return replace(chip, state=MISSING, remark=asked, others=others)


def _said(said: Understood, at: Stretch, label: LazyString, value: str) -> Chip:
    """Return a chip for words of the line; as text they stand in quotation marks."""
    words = said.line[slice(*at)].strip()
    return Chip(label=label, words=words, value=value, as_text=_put(said.line, at, f'"{words.replace(QUOTE, "")}"'))


def _put(line: str, at: Stretch, words: str) -> str:
    """Return the line with other words in a place, blanks around them as one would type them."""
    return " ".join(f"{line[: at[0]]} {words} {line[at[1] :]}".split())
