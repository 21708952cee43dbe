from yidu.consultations.actions.conclusions import conclude_session
from yidu.consultations.actions.echoes import say_echo
from yidu.consultations.actions.invitations import answer_seat, invite, take_off_seat
from yidu.consultations.actions.outcomes import record_outcome, withdraw_outcome
from yidu.consultations.actions.preparing import (
    add_paper,
    gather,
    withdraw_gathering,
    withdraw_paper,
    write_plan_line,
)
from yidu.consultations.actions.reception import book_slot, give_back_slot, open_slots, tie_booking
from yidu.consultations.actions.sessions import call_off_session, change_session, plan_session
from yidu.consultations.actions.subscriptions import end_subscription, make_subscription

__all__ = [
    "add_paper",
    "answer_seat",
    "book_slot",
    "call_off_session",
    "change_session",
    "conclude_session",
    "end_subscription",
    "gather",
    "give_back_slot",
    "invite",
    "make_subscription",
    "open_slots",
    "plan_session",
    "record_outcome",
    "say_echo",
    "take_off_seat",
    "tie_booking",
    "withdraw_gathering",
    "withdraw_outcome",
    "withdraw_paper",
    "write_plan_line",
]
