from yidu.consultations.actions.conclusions import conclude_session
from yidu.consultations.actions.echoes import say_echo
from yidu.consultations.actions.invitations import answer_seat, invite, take_off_seat
from yidu.consultations.actions.opinions import (
    cast_vote,
    change_asking,
    close_asking,
    open_asking,
    refuse_opinion,
    say_opinion,
    show_opinion,
)
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
    "cast_vote",
    "change_asking",
    "change_session",
    "close_asking",
    "conclude_session",
    "end_subscription",
    "gather",
    "give_back_slot",
    "invite",
    "make_subscription",
    "open_asking",
    "open_slots",
    "plan_session",
    "record_outcome",
    "refuse_opinion",
    "say_echo",
    "say_opinion",
    "show_opinion",
    "take_off_seat",
    "tie_booking",
    "withdraw_gathering",
    "withdraw_outcome",
    "withdraw_paper",
    "write_plan_line",
]
