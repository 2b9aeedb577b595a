"""Situations, the policies for them, decisions with what they are compared by, and flags."""

from tracker.precedents.records.decisions import Approval as Approval
from tracker.precedents.records.decisions import Consistency as Consistency
from tracker.precedents.records.decisions import Decision as Decision
from tracker.precedents.records.decisions import DecisionCount as DecisionCount
from tracker.precedents.records.flags import Flag as Flag
from tracker.precedents.records.flags import FlagEvidence as FlagEvidence
from tracker.precedents.records.histories import PastHistory as PastHistory
from tracker.precedents.records.situations import PolicyVersion as PolicyVersion
from tracker.precedents.records.situations import Situation as Situation
from tracker.precedents.records.situations import SituationScale as SituationScale
