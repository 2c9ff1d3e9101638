from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "lienthong.access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in as by_allauth  # noqa: PLC0415
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415

        from lienthong.access.web import devices, sessions  # noqa: PLC0415

        user_logged_in.connect(sessions.on_sign_in)
        by_allauth.connect(devices.on_sign_in)
