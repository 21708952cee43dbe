from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "yidu.consultations"
    label = "consultations"

    def ready(self) -> None:
        from yidu.consultations import stated
        from yidu.ledger.statements import register

        for source in stated.SOURCES:
            register(source)
