from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "yidu.proposals"
    label = "proposals"
