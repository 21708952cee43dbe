from django.apps import AppConfig


class BriefsConfig(AppConfig):
    name = "yidu.briefs"
    label = "briefs"

    def ready(self) -> None:
        from yidu.briefs import actions  # noqa: F401
