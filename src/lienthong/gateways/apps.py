from django.apps import AppConfig


class GatewaysConfig(AppConfig):
    name = "lienthong.gateways"
    default_auto_field = "django.db.models.BigAutoField"
