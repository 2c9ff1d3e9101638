"""Every address of the installation."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from lienthong.config import api
from lienthong.portal.web.feeds import robots
from lienthong.systems.api.shared_secrets import let_in
from lienthong.vxp.api.views import addresses

urlpatterns: list[URLPattern | URLResolver] = [
    # First, because it is asked most; no page's address begins so.
    path("api/v1/", api.urls),
    path("ngon-ngu/", login_not_required(set_language), name="set_language"),
    path("", include("lienthong.access.web.urls")),
    path("", include("lienthong.directory.web.urls")),
    path("", include("lienthong.desk.web.urls")),
    path("", include("lienthong.operation.web.urls")),
    path("", include("lienthong.ledger.web.urls")),
    path("", include("lienthong.witnesses.web.urls")),
    path("", include("lienthong.registers.web.urls")),
    path("", include("lienthong.documents.web.urls")),
    path("", include("lienthong.exchange.web.urls")),
    path("", include("lienthong.issuing.web.urls")),
    path("", include("lienthong.systems.web.urls")),
    path("", include("lienthong.vxp.web.urls")),
    path("", include("lienthong.hooks.web.urls")),
    path("", include("lienthong.routes.web.urls")),
    path("", include("lienthong.mailboxes.web.urls")),
    path("", include("lienthong.signatures.web.urls")),
    path("", include("lienthong.statistics.web.urls")),
    path("", include("lienthong.casefiles.web.urls")),
    path("", include("lienthong.inside.web.urls")),
    path("", include("lienthong.rollout.web.urls")),
    path("", include("lienthong.portal.web.urls")),
    path("cong-khai/", include("lienthong.portal.web.public_urls")),
    path("public/", include("lienthong.portal.web.public_urls", namespace="public-en")),
    path("robots.txt", robots, name="robots"),
    path("vxp/", include((addresses(let_in), "vxp-api"))),
]
# A database that is away is said, with 503 and a code; everything else is the page of 500.
handler500 = "lienthong.operation.web.trouble.on_error"
if settings.DEBUG:
    urlpatterns.append(path("_gallery/", include("lienthong.webkit.web.urls")))
