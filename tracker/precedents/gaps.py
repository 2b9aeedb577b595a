"""In which teams nobody stands where a policy needs somebody: said when it is written, not when a customer waits."""

from datetime import datetime

from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.kernel.people import Viewer
from tracker.precedents.queries.answering import teams_without_above, teams_without_manager
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.ranks import Rank


def gaps(session: Session, viewer: Viewer, rule: RuleFacts, now: datetime) -> list[str]:
    """Return, in sentences, where exceptions from the rule are made by others than it says, or by nobody."""
    if not rule.has_exceptions:
        return []
    nobody = gettext("Nobody makes exceptions where a team has no manager")
    found = [(teams_without_manager(session, viewer, now), nobody)]
    if rule.approver == Rank.ABOVE:
        above = gettext("Nobody stands above the manager, who makes the exceptions there")
        found.append((teams_without_above(session, viewer, now), above))
    return [f"{said}: {', '.join(teams)}." for teams, said in found if teams]
