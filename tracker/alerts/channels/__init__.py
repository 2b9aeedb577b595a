"""The ways out of the house: each gives a message its form, hands it over and says what came of it."""

from tracker.alerts.channels.sending import send_by as send_by
