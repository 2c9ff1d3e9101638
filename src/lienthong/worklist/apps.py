from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "lienthong.worklist"
    default_auto_field = "django.db.models.BigAutoField"
