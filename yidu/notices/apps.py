from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "yidu.notices"
    label = "notices"

    def ready(self) -> None:
        from yidu.notices import jobs  # noqa: F401
