"""What can be done besides the moves of a procedure."""

from yidu.matters.actions.calendar import announce_calendar_year, seed_calendar_year, set_calendar_day
from yidu.matters.actions.draws import announce_draw, make_draw
from yidu.matters.actions.links import end_link, make_link
from yidu.matters.actions.look_backs import ask_look_back, find_look_back, hand_back_look_back, withdraw_promise
from yidu.matters.actions.raising import raise_matter, receipt_code, record_and_raise

__all__ = [
    "announce_calendar_year",
    "announce_draw",
    "ask_look_back",
    "end_link",
    "find_look_back",
    "hand_back_look_back",
    "make_draw",
    "make_link",
    "raise_matter",
    "receipt_code",
    "record_and_raise",
    "seed_calendar_year",
    "set_calendar_day",
    "withdraw_promise",
]
