from django.apps import AppConfig


class InsideConfig(AppConfig):
    name = "lienthong.inside"
    default_auto_field = "django.db.models.BigAutoField"
