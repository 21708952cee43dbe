from yidu.consultations.actions.opinions import (
    cast_vote,
    change_asking,
    close_asking,
    open_asking,
    refuse_opinion,
    say_opinion,
    show_opinion,
)
from yidu.consultations.actions.sessions import call_off_session, change_session, plan_session

__all__ = [
    "call_off_session",
    "cast_vote",
    "change_asking",
    "change_session",
    "close_asking",
    "open_asking",
    "plan_session",
    "refuse_opinion",
    "say_opinion",
    "show_opinion",
]
