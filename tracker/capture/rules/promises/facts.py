"""What a cue is, and what was found in a text."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Sort(StrEnum):
    """What a cue says: that somebody commits to something, that nobody does, or how far."""

    COMMITS = "commits"
    SPEAKS_AGAINST = "speaks against"
    EXCLUDES = "excludes"
    IS_CONDITIONAL = "is conditional"
    IS_WEAK = "is weak"


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern over folded text, how much it weighs, and an example in which it is found.

    Of the cues in a sentence that commit the strongest counts, and all that speak against it; one that excludes
    ends the matter. One that `is_local` speaks only against what its own clause commits to: "I'm not in, I'll
    call you".
    """

    name: str
    sort: Sort
    weight: float
    pattern: str
    example: str
    is_local: bool = False

    def __str__(self) -> str:
        """Return the name with the weight: `en.will +3`."""
        return f"{self.name} {self.weight:+g}" if self.weight else self.name


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence, the cues in it, and what they weigh together; `wall` is what the clock showed, if it is said."""

    start: int
    end: int
    quote: str
    cues: tuple[Cue, ...]
    score: float
    is_promise: bool
    wall: datetime | None = None

    @property
    def words(self) -> str:
        """The sentence in one line, however the text was broken into lines."""
        return " ".join(self.quote.split())

    @property
    def is_conditional(self) -> bool:
        """Whether it only holds if something else happens."""
        return self._has(Sort.IS_CONDITIONAL)

    @property
    def is_weak(self) -> bool:
        """Whether it only says that somebody will try."""
        return self._has(Sort.IS_WEAK)

    @property
    def why(self) -> tuple[str, ...]:
        """The cues, each with its weight."""
        return tuple(map(str, self.cues))

    def moved(self, by: int, wall: datetime | None) -> "Weighed":
        """Return the same sentence in a text of which it stood in a part that was said then."""
        return replace(self, start=self.start + by, end=self.end + by, wall=wall)

    def _has(self, sort: Sort) -> bool:
        return any(cue.sort is sort for cue in self.cues)


def words(text: str) -> str:
    """Return the pattern for any of these words; where two belong together, a `_` stands between them."""
    return f"(?:{'|'.join(text.split()).replace('_', ' ')})"
