"""What can be done with an activity."""

from yidu.activities.actions.correct import correct_activity
from yidu.activities.actions.photos import add_photo
from yidu.activities.actions.record import record_activity
from yidu.activities.actions.withdraw import withdraw_activity

__all__ = ["add_photo", "correct_activity", "record_activity", "withdraw_activity"]
