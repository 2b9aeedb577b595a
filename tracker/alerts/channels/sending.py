"""Which channel takes a message away."""

from collections.abc import Callable

from tracker.alerts.channels import apprise, mail, slack, teams, webhook
from tracker.alerts.queries.parcels import Parcel
from tracker.alerts.rules.delivering import Outcome, Result
from tracker.alerts.rules.ladders import Channel
from tracker.alerts.rules.messages import Message
from tracker.kernel.secrets import Unreadable

Send = Callable[[Parcel, Message], Result]

SENDERS: dict[Channel, Send] = {
    Channel.MAIL: mail.send,
    Channel.WEBHOOK: webhook.send,
    Channel.SLACK: slack.send,
    Channel.TEAMS: teams.send,
    Channel.APPRISE: apprise.send,
}


def send_by(parcel: Parcel, message: Message) -> Result:
    """Send a message on the channel of its delivery, with no transaction open."""
    try:
        return SENDERS[parcel.channel](parcel, message)
    except Unreadable as lost:
        return Result(outcome=Outcome.PERMANENT, said=f"the address cannot be read: {lost}")
