from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "yidu.web"
    label = "web"

    def ready(self) -> None:
        from yidu.web import (
            actions,  # noqa: F401
            story_issuing,  # noqa: F401
            story_table,  # noqa: F401
        )
        from yidu.web.outbox import actions as _outbox  # noqa: F401
