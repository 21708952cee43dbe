from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "yidu.api"
    label = "api"
