"""What the database says about alerts, asked while workers write it."""

from collections.abc import Sequence

from sqlalchemy import func, select, update

from tests.conftest import Store
from tests.faults.ledger import Message
from tracker.alerts.records import Alert, Delivery, DeliveryAttempt, Notice, SchedulerState, Worker
from tracker.promises.records import Promise


class Books:
    """Questions about what is stored."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def workers_seen(self) -> int:
        """Return how many workers have signed on."""
        with self.store() as session:
            return session.scalars(select(func.count()).select_from(Worker)).one()

    def left(self) -> int:
        """Return how much is still to be done."""
        counts = (
            select(func.count()).where(Promise.attention_at.is_not(None)),
            select(func.count()).where(Alert.state == "planned"),
            select(func.count()).where(Delivery.state.in_(["pending", "sending"])),
        )
        with self.store() as session:
            return sum(session.scalars(count).one() for count in counts)

    def in_app(self) -> list[Message]:
        """Return every line of every inbox."""
        with self.store() as session:
            lines = session.execute(select(Notice.promise_id, Notice.account_id))
            return [Message(promise_id or 0, account_id) for promise_id, account_id in lines]

    def states(self, promises: Sequence[int]) -> set[str]:
        """Return in which states the deliveries about some promises are."""
        with self.store() as session:
            return set(session.scalars(select(Delivery.state).where(Delivery.promise_id.in_(promises))))

    def planned(self) -> int:
        """Return how many alerts are planned."""
        with self.store() as session:
            return session.scalars(select(func.count()).where(Alert.state == "planned")).one()

    def attempts(self) -> int:
        """Return how many attempts to deliver ended."""
        with self.store() as session:
            return session.scalars(select(func.count()).select_from(DeliveryAttempt)).one()

    def noted_jump(self) -> int:
        """Return by how many seconds a clock was set last, as far as workers noticed."""
        with self.store() as session:
            return session.scalars(select(SchedulerState.last_jump_s)).one_or_none() or 0

    def allow_attempts(self, most: int) -> None:
        """Let deliveries that are there be given up after so many attempts."""
        with self.store() as session:
            session.execute(update(Delivery).values(max_attempts=most))
