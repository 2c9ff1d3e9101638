"""Every address of the installation."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("ngon-ngu/", login_not_required(set_language), name="set_language"),
    path("", include("lienthong.access.web.urls")),
    path("", include("lienthong.desk.web.urls")),
    path("", include("lienthong.registers.web.urls")),
    path("", include("lienthong.exchange.web.urls")),
    path("", include("lienthong.issuing.web.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("_gallery/", include("lienthong.webkit.web.urls")))
