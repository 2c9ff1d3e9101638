"""Every write of gateways: packages in and out, and the acts of systems, one act a file."""

from lienthong.gateways.services.documents.check_document import check_document
from lienthong.gateways.services.documents.submit_document import submit_document
from lienthong.gateways.services.documents.submit_with_files import submit_with_files
from lienthong.gateways.services.fetch_deliveries import fetch_deliveries
from lienthong.gateways.services.packages.make_package import (
    make_package,
    make_recall,
    make_status,
)
from lienthong.gateways.services.packages.take_in_package import take_in_package
from lienthong.gateways.services.report_deliveries import report_deliveries
from lienthong.gateways.services.report_delivery import answer_change, report_delivery
from lienthong.gateways.services.resume_upload import (
    append,
    expire_parts,
    give_up,
    open_part,
    receive_file,
)
from lienthong.gateways.services.system_actor import system_actor_for

__all__ = [
    "answer_change",
    "append",
    "check_document",
    "expire_parts",
    "fetch_deliveries",
    "give_up",
    "make_package",
    "make_recall",
    "make_status",
    "open_part",
    "receive_file",
    "report_deliveries",
    "report_delivery",
    "submit_document",
    "submit_with_files",
    "system_actor_for",
    "take_in_package",
]
