from yidu.consultations.actions.sessions import call_off_session, change_session, plan_session

__all__ = ["call_off_session", "change_session", "plan_session"]
