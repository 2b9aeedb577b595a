"""The tables of the alert engine."""

from tracker.alerts.records.people import Acknowledgement as Acknowledgement
from tracker.alerts.records.people import AnsweredLink as AnsweredLink
from tracker.alerts.records.people import NoticeSettings as NoticeSettings
from tracker.alerts.records.people import TeamPlan as TeamPlan
from tracker.alerts.records.people import Unwanted as Unwanted
from tracker.alerts.records.sending import Alert as Alert
from tracker.alerts.records.sending import Delivery as Delivery
from tracker.alerts.records.sending import DeliveryAttempt as DeliveryAttempt
from tracker.alerts.records.sending import Endpoint as Endpoint
from tracker.alerts.records.sending import Ladder as Ladder
from tracker.alerts.records.sending import Notice as Notice
from tracker.alerts.records.sending import Rung as Rung
from tracker.alerts.records.sending import SchedulerState as SchedulerState
from tracker.alerts.records.sending import TaskRun as TaskRun
from tracker.alerts.records.sending import Worker as Worker
