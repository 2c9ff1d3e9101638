from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "lienthong.documents"
    default_auto_field = "django.db.models.BigAutoField"
