from django.apps import AppConfig


class WebkitConfig(AppConfig):
    name = "lienthong.webkit"
    default_auto_field = "django.db.models.BigAutoField"
