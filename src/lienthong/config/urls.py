"""Every address of the installation."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("lienthong.access.web.urls")),
    path("", include("lienthong.desk.web.urls")),
    path("", include("lienthong.registers.web.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("_gallery/", include("lienthong.webkit.web.urls")))
