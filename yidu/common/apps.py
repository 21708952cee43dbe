from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "yidu.common"
    label = "common"

    def ready(self) -> None:
        from yidu.common.postgresql import lookups  # noqa: F401  (registers them)
