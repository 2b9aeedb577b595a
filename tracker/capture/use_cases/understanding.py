"""Understanding a line: gathering what its words may mean here, and deciding what they do."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendar_of
from tracker.capture.queries.naming import PUNCTUATION, Named, named_among, named_from
from tracker.capture.rules import policy
from tracker.capture.rules.due.grammar import Due
from tracker.capture.rules.line.dues import due_in
from tracker.capture.rules.line.facts import Part, Sort
from tracker.capture.rules.line.parts import SMALL_WORDS, parts_of, without, words_from
from tracker.capture.rules.line.saying import INSIDE_TOPIC, Stretch, end_of, scope_of, with_preposition
from tracker.capture.rules.line.things import things
from tracker.capture.rules.policy import Office, Promised
from tracker.capture.use_cases.asking import asked_by
from tracker.capture.use_cases.understood import Scope, Understood, Whom
from tracker.customers.queries import tiers
from tracker.kernel.bounds import is_within_reach
from tracker.kernel.folding import fold
from tracker.kernel.people import Viewer
from tracker.promises.queries import choices
from tracker.promises.queries.choices import Person
from tracker.promises.records import Kind
from tracker.promises.rules import ScopeKind

IN_PLAIN_WORDS = frozenset({Sort.TOPIC, Sort.KIND, Sort.SCOPE})
"""What may hold words about a due as well."""
OTHER_KIND = "other"


def understand(
    session: Session, line: str, viewer: Viewer, now: datetime, *, customer: Named | None = None
) -> Understood:
    """Return what a line says, as whoever types it means it; `customer` is meant where it names nobody."""
    found = parts_of(line)
    parts = {part.sort: part for part in reversed(found)}
    marked = whom_marked(session, viewer, line, parts.get(Sort.CUSTOMER))
    signs = [(part.start, part.end) for part in found if part.sort not in IN_PLAIN_WORDS]
    due = due_in(without(line, [*signs, *_at(marked)]), asked_by(session, viewer, now, viewer.locale))
    scope = _scope(session, line, found, due)
    whom = marked or whom_in_words(session, viewer, line, _spoken_for(line, found, due, scope))
    owners = _owners(session, viewer, parts.get(Sort.OWNER))
    return Understood(
        line=line,
        parts=parts,
        literals=tuple(part.value for part in found if part.sort is Sort.LITERAL),
        kind=_kind(choices.kinds(session), parts.get(Sort.KIND)),
        whom=whom or Whom(customer=customer),
        due=due,
        promised=_promised(session, due, viewer, now),
        owner=owners[0] if len(owners) == 1 else None,
        owners=owners,
        scope=scope,
        topic=_topic(line, found, [*_spans(due), *_at(whom)]),
    )


def whom_marked(session: Session, viewer: Viewer, line: str, part: Part | None) -> Whom | None:
    """Return who is meant by `@` or a title; None without either."""
    if part is None:
        return None
    if not part.is_open:
        found = named_from(session, viewer, [part.value])
        return _whom(line, (part.start, part.end), found[0], part.value)
    places = words_from(line, part.said_from, len(line))
    words = [line[start:end] for start, end in places]
    customers, used = named_from(session, viewer, words)
    end = places[max(used, 1) - 1][1]
    return _whom(line, (part.start, end), customers, line[part.said_from : end].strip(PUNCTUATION))


def whom_in_words(session: Session, viewer: Viewer, line: str, taken: Sequence[Stretch]) -> Whom | None:
    """Return who is meant by words that are neither spoken for nor small; None when they name no customer."""
    places = words_from(without(line, taken), 0, len(line))
    words = [line[start:end] for start, end in places]
    telling = ["" if fold(word.strip(PUNCTUATION)) in SMALL_WORDS else word for word in words]
    asks = things(line)
    bound = {at: asks[start] for at, (start, _end) in enumerate(places) if start in asks}
    (customers, used), first = named_among(session, viewer, telling, bound)
    if not customers:
        return None
    stretch = (places[first][0], places[first + used - 1][1])
    return _whom(line, stretch, customers, line[slice(*stretch)].strip(PUNCTUATION))


def _whom(line: str, at: Stretch, found: Sequence[Named], words: str) -> Whom:
    """Choose the only one found, or the only one of just this name or number."""
    exact = [each for each in found if fold(words) in {fold(each.name), fold(each.reference)}]
    likely = exact if len(exact) == 1 else found
    chosen = likely[0] if len(likely) == 1 else None
    others = tuple(each for each in found if each is not chosen)
    return Whom(at=(with_preposition(line, at[0]), at[1]), words=words, customer=chosen, others=others)


def _at(whom: Whom | None) -> list[Stretch]:
    return [whom.at] if whom and whom.at else []


def _spans(due: Due) -> list[Stretch]:
    return [due.span] if due.span else []


def _spoken_for(line: str, found: Sequence[Part], due: Due, scope: Scope | None) -> list[Stretch]:
    """Return where words stand that name no customer: parts, as far as they reach, and the due."""
    closed = [(part.start, part.end) for part in found]
    topic = _topic(line, found, _spans(due))
    return [*closed, *_spans(due), *([topic] if topic else []), *([scope.at] if scope else [])]


def _topic(line: str, found: Sequence[Part], others: Sequence[Stretch]) -> Stretch | None:
    part = next((each for each in found if each.sort is Sort.TOPIC), None)
    if part is None:
        return None
    ends = [each.start for each in found if each.sort not in INSIDE_TOPIC] + [start for start, _ in others]
    return part.start, end_of(part, ends, len(line))


def _scope(session: Session, line: str, found: Sequence[Part], due: Due) -> Scope | None:
    part = next((each for each in found if each.sort is Sort.SCOPE), None)
    if part is None:
        return None
    ends = [each.start for each in found if each is not part] + [start for start, _ in _spans(due)]
    places = words_from(line, part.said_from, end_of(part, ends, len(line)))
    known = {fold(name): tier for tier in tiers(session) for name in (tier.name_de, tier.name_en)}
    said = scope_of([line[start:end] for start, end in places], {name: tier.key for name, tier in known.items()})
    end = places[said[2] - 1 if said else -1][1] if places else part.end
    at = (part.start, end)
    if said is None:
        return Scope(at=at, words=line[slice(*at)])
    tier = next((each for each in known.values() if said[0] is ScopeKind.TIER and each.key == said[1]), None)
    return Scope(at=at, words=line[slice(*at)], kind=said[0], value=said[1], tier=tier)


def _kind(kinds: Sequence[Kind], part: Part | None) -> Kind:
    """Return the kind that is said; else the one for what has no kind of its own."""
    wanted = fold(part.value) if part else OTHER_KIND
    exact = [kind for kind in kinds if kind.key == wanted]
    named = [kind for kind in kinds if any(fold(name).startswith(wanted) for name in (kind.name_de, kind.name_en))]
    other = [kind for kind in kinds if kind.key == OTHER_KIND]
    return [*exact, *named, *other, *kinds][0]


def _owners(session: Session, viewer: Viewer, part: Part | None) -> tuple[Person, ...]:
    """Return whose name has a word that begins so; a whole word goes before a beginning."""
    if part is None:
        return ()
    wanted = fold(part.value)
    words = {each: fold(each.name).replace(".", " ").split() for each in choices.owners_near(session, viewer)}
    whole = tuple(each for each, names in words.items() if wanted in names)
    return whole or tuple(each for each, names in words.items() if any(name.startswith(wanted) for name in names))


def _promised(session: Session, due: Due, viewer: Viewer, now: datetime) -> Promised | None:
    if due.span is None or (due.due is not None and not is_within_reach(due.due.date())):
        return None
    return policy.promised(due, Office(calendar_of(session, viewer.team_id), viewer.time_zone, now))
