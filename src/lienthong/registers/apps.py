from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "lienthong.registers"
    default_auto_field = "django.db.models.BigAutoField"
