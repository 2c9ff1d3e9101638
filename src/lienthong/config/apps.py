from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "lienthong.config"

    def ready(self) -> None:
        from lienthong.config import wiring  # noqa: PLC0415

        wiring.wire()
