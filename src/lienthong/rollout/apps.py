from django.apps import AppConfig


class RolloutConfig(AppConfig):
    name = "lienthong.rollout"
    default_auto_field = "django.db.models.BigAutoField"
