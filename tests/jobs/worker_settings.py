"""An installation with nothing but jobs in it, for worker processes of tests."""

from lienthong.config.settings import *  # noqa: F403

INSTALLED_APPS = ["django.contrib.contenttypes", "lienthong.jobs", "tests.jobs.worker_app"]
TASKS = {"default": {"BACKEND": "lienthong.jobs.backend.DatabaseBackend", "QUEUES": []}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MIDDLEWARE: list[str] = []
AUTHENTICATION_BACKENDS: list[str] = []
AUTH_USER_MODEL = "auth.User"
ROOT_URLCONF = __name__
urlpatterns: list[object] = []
