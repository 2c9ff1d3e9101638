"""Every write of gateways, and the packages that others get."""

from lienthong.gateways.services.make_package import make_package, make_status
from lienthong.gateways.services.system_actor import system_actor_for
from lienthong.gateways.services.take_in_package import take_in_package

__all__ = ["make_package", "make_status", "system_actor_for", "take_in_package"]
