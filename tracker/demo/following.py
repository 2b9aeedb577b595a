"""What is promised in the demo company because a request was granted, and what comes of it."""

from collections.abc import Sequence
from random import Random

from tracker.demo import lives, words
from tracker.demo.casting import Case, Casting
from tracker.demo.company import Client, Colleague
from tracker.demo.desk import LEADS, due_after
from tracker.demo.lives import Life, Plot
from tracker.demo.stage import Stage
from tracker.precedents.queries.decisions import reference_of
from tracker.promises.rules import Channel

SEED = 1854
PLOTS: dict[Plot, int] = {
    lives.kept: 20,
    lives.kept_with_a_note: 3,
    lives.given_a_new_date: 3,
    lives.kept_late: 3,
    lives.broken: 1,
}
"""How often each happens: what was granted is mostly done."""


class Following:
    """Plays the promises that follow from decisions, on a stage with dice of its own."""

    def __init__(self, stage: Stage, known: Sequence[Client]) -> None:
        self.main = stage
        self.known = known
        self.aside = Stage(stage.session, stage.company, Casting(Random(SEED), stage.company, known), stage.at)

    def life(self, decision_id: int, who: Colleague, kind: str) -> Life:
        """Promise what was decided just now, in the name of the decision, and let it go its way."""
        plot = self.aside.dice.choices(list(PLOTS), list(PLOTS.values()))[0]
        self.aside.at = self.main.at
        for moment in plot(self.aside, self._case(decision_id, who, kind)):
            yield moment
            self.aside.at = self.main.at

    def _case(self, decision_id: int, who: Colleague, kind: str) -> Case:
        dice = self.aside.dice
        client = dice.choice([each for each in self.known if each.facts.language == who.language])
        return Case(
            owner=who,
            client=client,
            kind=kind,
            statement=self.aside.casting.say(words.GRANTED[kind], client.facts.language),
            made_at=self.main.at,
            due=due_after(dice, LEADS[kind], self.main.at, who.calendar),
            channel=Channel.PHONE,
            reference=reference_of(decision_id),
        )
