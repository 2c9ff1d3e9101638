from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "lienthong.search"
    default_auto_field = "django.db.models.BigAutoField"
