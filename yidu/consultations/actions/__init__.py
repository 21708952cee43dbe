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
from yidu.consultations.actions.points import put_point, settle_point, unsettle_point, withdraw_point
from yidu.consultations.actions.preparing import (
    add_paper,
    gather,
    withdraw_gathering,
    withdraw_paper,
    write_plan_line,
)
from yidu.consultations.actions.reception import book_slot, give_back_slot, open_slots, tie_booking
from yidu.consultations.actions.reopening import reopen_session
from yidu.consultations.actions.sessions import call_off_session, change_session, plan_session
from yidu.consultations.actions.spot import add_seat, confirm_seat, hold_session, sign_in_seat
from yidu.consultations.actions.stances import count_stances, say_stance
from yidu.consultations.actions.subscriptions import end_subscription, make_subscription
from yidu.consultations.actions.words import keep_words, withdraw_words

__all__ = [
    "add_paper",
    "add_seat",
    "answer_seat",
    "book_slot",
    "call_off_session",
    "cast_vote",
    "change_asking",
    "change_session",
    "close_asking",
    "conclude_session",
    "confirm_seat",
    "count_stances",
    "end_subscription",
    "gather",
    "give_back_slot",
    "hold_session",
    "invite",
    "keep_words",
    "make_subscription",
    "open_asking",
    "open_slots",
    "plan_session",
    "put_point",
    "record_outcome",
    "refuse_opinion",
    "reopen_session",
    "say_echo",
    "say_opinion",
    "say_stance",
    "settle_point",
    "show_opinion",
    "sign_in_seat",
    "take_off_seat",
    "tie_booking",
    "unsettle_point",
    "withdraw_gathering",
    "withdraw_outcome",
    "withdraw_paper",
    "withdraw_point",
    "withdraw_words",
    "write_plan_line",
]
