from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "yidu.sheets"
    label = "sheets"
