"""Reports by mail: who may have them, and what a delivery knows of one. Pure."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Self

from tracker.alerts.rules.payloads import Matter
from tracker.kernel.errors import Forbidden
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_

FORMATS = ("xlsx", "csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOf:
    """A scheduled report of a day, as the payload of a delivery: its figures are found when it goes out."""

    export_id: int
    day: date

    def packed(self) -> str:
        """Return it as the payload of a delivery."""
        return json.dumps({Matter.REPORT: self.export_id, "day": self.day.isoformat()})

    @classmethod
    def unpacked(cls, payload: str) -> Self:
        """Read it from the payload of a delivery."""
        told = json.loads(payload)
        return cls(export_id=told[Matter.REPORT], day=date.fromisoformat(told["day"]))


def may_have_mails(who: Viewer) -> bool:
    """Whether somebody may have reports mailed regularly."""
    return who.role in {Role.MANAGER, Role.ADMIN}


def check_may_have_mails(who: Viewer) -> None:
    """Raise Forbidden for whoever may not have reports mailed."""
    if not may_have_mails(who):
        raise Forbidden(N_("Only managers and administrators may do this."))
