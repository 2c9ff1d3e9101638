from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    name = "lienthong.signatures"
    default_auto_field = "django.db.models.BigAutoField"
