from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "yidu.services"
    label = "services"

    def ready(self) -> None:
        from yidu.services import actions  # noqa: F401
