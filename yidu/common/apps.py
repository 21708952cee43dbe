from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "yidu.common"
    label = "common"
