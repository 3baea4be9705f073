from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "beffroi.inbox"
    label = "inbox"

    def ready(self) -> None:
        from beffroi.inbox import wiring  # noqa: PLC0415 - models must be loaded first

        wiring.connect()
