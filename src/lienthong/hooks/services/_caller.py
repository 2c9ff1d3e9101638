"""Who calls addresses for this installation."""

from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from lienthong.hooks.ports import Caller


def caller_of_installation() -> Caller:
    """Return the caller that the settings name."""
    return cast("Caller", import_string(settings.LIENTHONG_HOOK_CALLER)())
