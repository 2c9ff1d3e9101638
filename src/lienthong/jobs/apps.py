from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "lienthong.jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Every package declares its tasks and schedules in its handlers.
        autodiscover_modules("handlers")
