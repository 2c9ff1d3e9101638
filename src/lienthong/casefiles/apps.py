from django.apps import AppConfig


class CaseFilesConfig(AppConfig):
    name = "lienthong.casefiles"
    default_auto_field = "django.db.models.BigAutoField"
