"""The post of the demo company: what was written went out at its moment, and no worker sends it once more.

No server is asked. The ledger says what one would have answered.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries.delivering import Taker
from tracker.alerts.rules.delivering import Attempt, Outcome, Result
from tracker.alerts.rules.ladders import Channel
from tracker.alerts.use_cases.delivering import begin_delivery, claim_deliveries, finish_delivery

POSTMAN = Taker(worker_id="demo", channel=Channel.MAIL)
AT_ONCE = 50
TAKEN = Result(outcome=Outcome.OK, said="250 2.0.0 Ok: queued", status=250)
REFUSED = Result(outcome=Outcome.PERMANENT, said="550 5.1.1 No such mailbox here", status=550)


def send_what_waits(session: Session, at: datetime, *, refused: str = "") -> None:
    """Write down as sent what waits at a moment, but as refused what goes to one address."""
    while claims := claim_deliveries(session, POSTMAN, at, AT_ONCE):
        for claim in claims:
            ready = begin_delivery(session, claim, at)
            if ready is not None:
                result = REFUSED if ready.content.to.email == refused else TAKEN
                finish_delivery(session, ready, Attempt(started_at=at, ended_at=at, result=result), luck=0.0)
