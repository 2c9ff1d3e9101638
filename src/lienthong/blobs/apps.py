from django.apps import AppConfig


class BlobsConfig(AppConfig):
    name = "lienthong.blobs"
    default_auto_field = "django.db.models.BigAutoField"
