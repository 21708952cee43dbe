from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "yidu.activities"
    label = "activities"

    def ready(self) -> None:
        from yidu.activities.stated import SOURCE
        from yidu.ledger.statements import register

        register(SOURCE)
