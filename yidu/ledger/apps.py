from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "yidu.ledger"
    label = "ledger"

    def ready(self) -> None:
        from yidu.common.actions import use_book
        from yidu.ledger.book import LedgerBook
        from yidu.ledger.sources import SOURCES
        from yidu.ledger.statements import register

        use_book(LedgerBook())
        for source in SOURCES:
            register(source)
