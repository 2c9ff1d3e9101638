from django.apps import AppConfig


class VxpConfig(AppConfig):
    name = "lienthong.vxp"
    default_auto_field = "django.db.models.BigAutoField"
