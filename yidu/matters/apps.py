from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "yidu.matters"
    label = "matters"

    def ready(self) -> None:
        from yidu.ledger.statements import register
        from yidu.matters import (
            jobs,  # noqa: F401
            stated,
            stated_adoptions,
            stated_look_backs,
        )

        register(stated.SOURCE)
        register(stated_adoptions.SOURCE)
        register(stated_look_backs.SOURCE)
