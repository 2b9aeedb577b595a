"""Considering a request among very many decisions, and judging a whole history by the same rules."""

import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import cast

from sqlalchemy import Table, select, text
from sqlalchemy.orm import Session

from benchmarks import report
from benchmarks.pages import statements
from benchmarks.places import Place, Places
from benchmarks.report import Figure, median, percentile, timed
from config import ROOT
from tests.support.builders import a_customer, an_agent
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.many_rows import insert_many
from tracker.kernel.people import Viewer
from tracker.precedents.auditing import audit
from tracker.precedents.considering import Draft, consider
from tracker.precedents.history import read
from tracker.precedents.records import Decision, Situation, SituationScale
from tracker.precedents.rules import schema
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.rules.scales import scales_of
from tracker.precedents.rules.situations import FactorKind, Facts, SituationFacts

HISTORIES = Path(os.environ.get("PRECEDENTS_DATA", ROOT.parent / "shared" / "data" / "precedents"))
SMALL = 20_000
CUSTOMERS, BITE, ROUNDS, SCALED = 500, 50_000, 200, 2_000
TWO_YEARS = timedelta(days=730)
LIMIT_MS, MOST_QUERIES, FLAT, LEAST_PER_SECOND = 8.0, 4, 1.5, 2_000
ANSWERS = (Wish(outcome=Outcome.GRANTED), Wish(outcome=Outcome.REFUSED))


class Archive:
    """A database with so many decisions, and somebody who is about to make one more."""

    def __init__(self, place: Place, decisions: int) -> None:
        self.place, self.decisions = place, decisions
        self._dice = random.Random(7)
        print(f"{place.database}: filling {decisions:,} decisions", file=sys.stderr, flush=True)
        with place.app.app_context(), transaction() as session:
            self.agent: Viewer = an_agent(session)
            self._customers = [a_customer(session).id for _ in range(CUSTOMERS)]
            self._situations = {each.id: each.facts() for each in session.scalars(select(Situation))}
            self._fill(session)
        with place.app.app_context(), transaction() as session:
            session.execute(text("ANALYZE"))

    def check(self) -> float:
        """Consider a request and both answers; return for how many milliseconds the processor was busy."""
        draft = self._draft()
        began = time.process_time()
        considered = consider(db.session(), draft, now())
        for wish in ANSWERS:
            considered.findings(wish)
        return (time.process_time() - began) * 1000

    def queries(self) -> int:
        """Return how many questions one check asks."""
        with statements(self.place) as asked:
            self.check()
        return len(asked)

    def _draft(self) -> Draft:
        situation_id = self._situation_id()
        facts = self._facts(self._situations[situation_id])
        customer_id = self._dice.choice(self._customers)
        return Draft(actor=self.agent, situation_id=situation_id, facts=facts, customer_id=customer_id)

    def _situation_id(self) -> int:
        """Return a situation; the first come up much more often than the last."""
        numbers = list(self._situations)
        return self._dice.choices(numbers, [1 / place for place in range(1, len(numbers) + 1)])[0]

    def _facts(self, situation: SituationFacts) -> Facts:
        return {
            each.name: float(self._dice.randint(0, 1) if each.kind is FactorKind.BOOL else self._dice.randint(0, 300))
            for each in situation.factors
        }

    def _fill(self, session: Session) -> None:
        moment, step = now() - TWO_YEARS, TWO_YEARS / self.decisions
        for first in range(0, self.decisions, BITE):
            many = range(first, min(first + BITE, self.decisions))
            insert_many(session, cast(Table, Decision.__table__), [self._row(moment + n * step) for n in many])
        for situation_id, situation in self._situations.items():
            scales = scales_of(self._facts(situation) for _ in range(SCALED))
            points = schema.scales_to_json(scales)
            session.add(SituationScale(situation_id=situation_id, decided=SCALED, scaled_at=SCALED, points=points))

    def _row(self, at: object) -> dict[str, object]:
        situation_id = self._situation_id()
        facts = {**self._facts(self._situations[situation_id]), "tier_rank": 0.0, "annual_volume": None}
        return {
            "situation_id": situation_id,
            "zone": "D",
            "outcome": self._dice.choice(("granted", "refused")),
            "countable": True,
            "decided_at": at,
            "decided_by_id": self.agent.id,
            "role": "agent",
            "team_id": self.agent.team_id,
            "customer_id": self._dice.choice(self._customers),
            "facts": schema.written(facts),
        }


def measure(made: Places, decisions: int) -> list[Figure]:
    """Return what a check costs among few and among many decisions."""
    few, many = Archive(made.empty("few_decisions"), SMALL), Archive(made.empty("many_decisions"), decisions)
    small, large = _times(few), _times(many)
    with many.place.app.app_context():
        asked = many.queries()
    ratio, name = median(large) / median(small), made.database
    how = f"p95 {percentile(large, 0.95):.1f} ms; among {SMALL:,}: {median(small):.1f} ms"
    figures = (
        Figure(database=name, what="a check, CPU", value=median(large), unit="ms", limit=LIMIT_MS, how=how),
        Figure(database=name, what="a check, times one among few", value=ratio, unit="times", limit=FLAT),
        Figure(database=name, what="a check", value=asked, unit="queries", limit=MOST_QUERIES),
    )
    return [report.show(figure) for figure in figures]


def measure_audit() -> list[Figure]:
    """Return how quickly histories are judged; say loudly when there are none."""
    histories = list(_histories())
    if not histories:
        print(f"SKIPPED: judging histories. There are none in {HISTORIES}; name their folder in PRECEDENTS_DATA.")
    return [_audited(each) for each in histories]


def _times(archive: Archive) -> list[float]:
    with archive.place.app.app_context():
        archive.check()
        return [archive.check() for _ in range(ROUNDS)]


def _histories() -> Iterator[Path]:
    return (each.parent for each in sorted(HISTORIES.glob("*/decisions.csv")))


def _audited(folder: Path) -> Figure:
    history = read(folder)
    speed = len(history.cases) / timed(lambda: list(audit(history))) * 1000
    what = f"{folder.name}: decisions judged"
    figure = Figure(
        database="rules",
        what=what,
        value=speed,
        unit="/s",
        limit=LEAST_PER_SECOND,
        how=f"{len(history.cases):,}",
        is_floor=True,
    )
    return report.show(figure)
