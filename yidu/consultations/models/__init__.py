from yidu.consultations.models.opinions import Asking, Opinion, Vote
from yidu.consultations.models.outcomes import Outcome
from yidu.consultations.models.points import Echo, Point, Stance
from yidu.consultations.models.preparing import Gathering, Paper, PlanLine
from yidu.consultations.models.reception import Booking, Slot
from yidu.consultations.models.seats import Seat
from yidu.consultations.models.sessions import Session
from yidu.consultations.models.subscriptions import Subscription
from yidu.consultations.models.words import Words

__all__ = [
    "Asking",
    "Booking",
    "Echo",
    "Gathering",
    "Opinion",
    "Outcome",
    "Paper",
    "PlanLine",
    "Point",
    "Seat",
    "Session",
    "Slot",
    "Stance",
    "Subscription",
    "Vote",
    "Words",
]
