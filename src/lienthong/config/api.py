"""The interface for programs under /api/v1: every package's operations behind one door."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from lienthong.apikit.api import Api, public_urls
from lienthong.apikit.etags import etag_of, is_unchanged, unchanged
from lienthong.apikit.operations import shapes
from lienthong.apikit.parameters import only_known_parameters
from lienthong.desk.api.receipts import router as receipts
from lienthong.gateways.api.bundles import router as bundles
from lienthong.gateways.api.deliveries import router as deliveries
from lienthong.gateways.api.documents import router as documents
from lienthong.gateways.api.lists import router as lists
from lienthong.gateways.api.papers import router as papers
from lienthong.gateways.api.shapes_in import WholeSubmissionIn
from lienthong.gateways.api.submissions import router as submissions
from lienthong.gateways.api.uploads import router as uploads
from lienthong.hooks.api.hooks import keys as hook_keys
from lienthong.hooks.api.hooks import router as hooks
from lienthong.ledger.api.router import router as ledger
from lienthong.statistics.api.figures import public as public_figures
from lienthong.statistics.api.figures import router as figures
from lienthong.systems.api.authentication import SystemAuth
from lienthong.vxp.api.traffic import router as vxp_calls
from lienthong.witnesses.api.router import router as witnesses

ABOUT = """Giao diện cho phần mềm của cơ quan: gửi, nhận, báo trạng thái, thu hồi, lấy biên nhận.

The interface for the software of agencies: the same acts as the pages. Requests are signed
(HTTP Message Signatures, RFC 9421) or, for trials, carry a bearer key. A system that acts for
several agencies names one in `Lienthong-Agency`. Refusals are `application/problem+json`; programs
match on `code`; each operation lists its codes in `x-refusals`."""
_PROBLEM = "#/components/schemas/Problem"


class Interface(Api):
    """Lists and facts carry a tag, so that what has not changed is not sent again."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        self._told: dict[tuple[str, str | None], Any] = {}

    def create_response(self, request: HttpRequest, data: Any, **facts: Any) -> HttpResponse:
        response = super().create_response(request, data, **facts)
        if request.method == "GET" and response.status_code == 200:
            tag = etag_of(response.content)
            response["ETag"] = tag
            # A poll that is to wait has to say so, whatever its caller knows already.
            if is_unchanged(request, tag) and "Lienthong-Park" not in response:
                return unchanged(tag)
        return response

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> Any:
        """Return what the interface says of itself, to be read only.

        It is made once for each language: that takes most of a second, and anybody may ask for it.
        """
        prefix = path_prefix or self.get_root_path(path_params or {})
        told = (prefix, get_language())
        if told not in self._told:
            self._told[told] = self._described(prefix)
        return self._told[told]

    def _described(self, prefix: str) -> Any:
        """Say of problems what they are: `application/problem+json`; and what parts hold."""
        schema = super().get_openapi_schema(path_prefix=prefix)
        schema["components"]["schemas"].update(shapes(WholeSubmissionIn))
        for operations in schema["paths"].values():
            for operation in operations.values():
                for response in operation["responses"].values():
                    _mark_problem(response)
        return schema


def _mark_problem(response: dict[str, Any]) -> None:
    content = response.get("content", {})
    is_problem = content.get("application/json", {}).get("schema", {}).get("$ref") == _PROBLEM
    if is_problem:
        content["application/problem+json"] = content.pop("application/json")


api = Interface(
    title="Liên Thông",
    version="1",
    description=ABOUT,
    auth=SystemAuth(),
    urls_namespace="api",
    openapi_url="/openapi.json",
    docs_url="/docs",
)
api.add_decorator(only_known_parameters, mode="view")
api.add_router("", deliveries)
api.add_router("", papers)
api.add_router("", bundles)
api.add_router("", documents)
api.add_router("/submissions", submissions)
api.add_router("/uploads", uploads)
api.add_router("", receipts)
api.add_router("", lists)
api.add_router("/ledger", ledger)
api.add_router("/witnesses", witnesses)
api.add_router("/hooks", hooks)
api.add_router("", hook_keys)
api.add_router("", vxp_calls)
api.add_router("", figures)
api.add_router("", public_figures)
urls = public_urls(api)
