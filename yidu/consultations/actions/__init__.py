from yidu.consultations.actions.conclusions import conclude_session
from yidu.consultations.actions.echoes import say_echo
from yidu.consultations.actions.outcomes import record_outcome, withdraw_outcome
from yidu.consultations.actions.sessions import call_off_session, change_session, plan_session

__all__ = [
    "call_off_session",
    "change_session",
    "conclude_session",
    "plan_session",
    "record_outcome",
    "say_echo",
    "withdraw_outcome",
]
