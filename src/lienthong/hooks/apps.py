from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "lienthong.hooks"
