from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "yidu.people"
    label = "people"
