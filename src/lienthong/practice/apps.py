from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "lienthong.practice"
    default_auto_field = "django.db.models.BigAutoField"
