from yidu.consultations.models.opinions import Asking, Opinion, Vote
from yidu.consultations.models.outcomes import Outcome
from yidu.consultations.models.points import Echo, Point, Stance
from yidu.consultations.models.seats import Seat
from yidu.consultations.models.sessions import Session
from yidu.consultations.models.words import Words

__all__ = ["Asking", "Echo", "Opinion", "Outcome", "Point", "Seat", "Session", "Stance", "Vote", "Words"]
