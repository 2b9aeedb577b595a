"""What customers of the demo company do about a mail that asks them two questions."""

from dataclasses import dataclass, field

from tracker.surveys.rules import Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is done about a mail: nothing, an answer, perhaps with words, or no more such mails.

    `said` is what a colleague answers to the words, by language like them; without, they are still open.
    """

    kept: Kept | None = None
    words: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    refuses: bool = False


YES, NOTHING = Reply(kept=Kept.YES), Reply()
REPLIES = (
    YES,
    Reply(
        kept=Kept.PARTLY,
        words={
            "de": "Die Ware kam pünktlich, aber ohne Anruf vorher. Ich rechne damit, dass der Fahrer vorher anruft.",
            "en": "It came on time, but nobody rang before. I expect the driver to ring first.",
        },
        said={
            "de": "Der Fahrer kann nicht anrufen. Das Zeitfenster steht am Abend vorher in der Mail.",
            "en": "The driver cannot ring. The time slot is in the mail of the evening before.",
        },
    ),
    NOTHING,
    Reply(
        kept=Kept.YES,
        words={
            "de": "Ich gehe davon aus, dass auch samstags jemand ans Telefon geht.",
            "en": "I take it that somebody answers the phone on Saturdays as well.",
        },
        said={
            "de": "Samstags ist niemand da. Wer uns schreibt, hört am Montag von uns.",
            "en": "Nobody is here on Saturdays. Whoever writes hears from us on Monday.",
        },
    ),
    Reply(
        kept=Kept.NO,
        words={
            "de": "Ein Rückruf kam nie. Ich erwarte, dass sich jemand meldet, auch wenn es noch nichts Neues gibt.",
            "en": "One call never came. I expect somebody to ring, even if there is no news yet.",
        },
    ),
    YES,
    Reply(refuses=True),
    YES,
    Reply(
        kept=Kept.YES,
        words={
            "de": "Eine gemeinsame Rechnung für alle Lieferungen eines Monats wäre mir lieber.",
            "en": "I would rather have one invoice for all deliveries of a month.",
        },
    ),
    Reply(kept=Kept.PARTLY),
    YES,
    NOTHING,
    Reply(kept=Kept.NO),
    YES,
)
"""What those who are asked do, one after the other."""
