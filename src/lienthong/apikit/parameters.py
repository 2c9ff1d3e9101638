"""Parameters of a query: those that an operation knows, and no others."""

from collections.abc import Callable
from functools import wraps
from inspect import ismethod
from typing import Any

from django.http import HttpRequest
from ninja.operation import Operation

from lienthong.apikit.errors import ParameterUnknown
from lienthong.kernel.text import clean_line


def only_known_parameters(run: Callable[..., Any]) -> Callable[..., Any]:
    """Let an operation refuse what its query names and it does not know: a slip of the pen would
    read as if nothing had been asked.

    For `add_decorator` of an interface, in its mode "view". Who calls is asked first.
    """
    operation = run.__self__ if ismethod(run) else None
    if not isinstance(operation, Operation):
        raise TypeError("an operation's own run is expected")
    operation.view_func = _knowing(operation.view_func, _parameters(operation))
    return run


def _knowing(view: Callable[..., Any], known: frozenset[str]) -> Callable[..., Any]:
    @wraps(view)
    def asked(request: HttpRequest, **values: Any) -> Any:
        if unknown := sorted(set(request.GET) - known):
            raise ParameterUnknown(
                names=", ".join(clean_line(name)[:40] for name in unknown[:10]),
                known=", ".join(sorted(known)) or "—",
            )
        return view(request, **values)

    return asked


def _parameters(operation: Operation) -> frozenset[str]:
    return frozenset(
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    )
