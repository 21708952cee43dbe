from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "yidu.documents"
    label = "documents"

    def ready(self) -> None:
        from yidu.documents import stated
        from yidu.ledger.statements import register

        register(stated.SOURCE)
