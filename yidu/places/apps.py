from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "yidu.places"
    label = "places"
