from django.apps import AppConfig


class WitnessesConfig(AppConfig):
    name = "lienthong.witnesses"
