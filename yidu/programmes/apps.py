from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "yidu.programmes"
    label = "programmes"
