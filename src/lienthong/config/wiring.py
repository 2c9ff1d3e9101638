"""Who hears which news."""

from allauth.account.signals import user_logged_in as signed_in_by_page
from django.contrib.auth.signals import user_logged_in

from lienthong.access import services as access
from lienthong.access.web import devices, sessions
from lienthong.blobs import events as blobs
from lienthong.casefiles import services as casefiles
from lienthong.config import database_rights
from lienthong.config.auditing import wire_audit
from lienthong.directory import events as directory
from lienthong.documents import events as documents
from lienthong.documents import handlers as document_handlers
from lienthong.documents import services as document_services
from lienthong.exchange import events as exchange
from lienthong.exchange import services as exchange_services
from lienthong.gateways import events as gateways
from lienthong.hooks import events as hook_events
from lienthong.hooks import handlers as hook_handlers
from lienthong.hooks import services as hooks
from lienthong.inside import services as inside
from lienthong.issuing import services as issuing
from lienthong.kernel.news import subscribe
from lienthong.ledger import events as ledger
from lienthong.mailboxes import services as mailboxes
from lienthong.operation import events as operation
from lienthong.operation.queries import also_look
from lienthong.operation.services.tell_operators import (
    take_ledger_late_back,
    tell_contradiction,
    tell_ledger_late,
)
from lienthong.portal import services as portal
from lienthong.registers import events as register_events
from lienthong.registers import handlers as register_handlers
from lienthong.registers import services as registers
from lienthong.routes import services as routes
from lienthong.signatures import events as signatures
from lienthong.systems import services as systems
from lienthong.vxp import services as vxp
from lienthong.witnesses import events as witnesses


def wire() -> None:
    """Subscribe every package to the news of those below it."""
    _wire_the_installation()
    _wire_documents()
    _wire_exchange()
    _wire_directory()


def _wire_the_installation() -> None:
    user_logged_in.connect(sessions.on_sign_in)
    signed_in_by_page.connect(devices.on_sign_in)
    wire_audit()
    also_look("guards", database_rights.looks)
    subscribe(operation.UpgradeFailed, database_rights.guard_again)
    subscribe(ledger.LedgerLate, tell_ledger_late)
    subscribe(ledger.LedgerInTime, take_ledger_late_back)
    subscribe(witnesses.ContradictionFound, tell_contradiction)


def _wire_documents() -> None:
    subscribe(signatures.ContentsJudged, document_handlers.rejudge)
    subscribe(documents.VersionIssued, document_handlers.check_later)
    subscribe(documents.VersionIssued, portal.offer_update)
    subscribe(documents.LegalValueChanged, registers.tell_invalid)
    subscribe(documents.SecretRefused, document_services.count_secret_refusal)
    subscribe(blobs.VirusRefused, document_services.count_virus_refusal)
    subscribe(register_events.ReceivedEntered, mailboxes.follow_entry)
    subscribe(register_events.BookPrintAsked, register_handlers.print_later)


def _wire_exchange() -> None:
    subscribe(exchange.Dispatched, registers.await_acceptance)
    subscribe(exchange.Dispatched, registers.enter_sent)
    subscribe(exchange.StatusesReported, registers.settle_acceptance)
    subscribe(exchange.StatusesReported, registers.tell_senders)
    subscribe(exchange.ChangeRequested, registers.follow_change_request)
    subscribe(exchange.ChangeAnswered, registers.follow_change_answer)
    subscribe(exchange.Urged, registers.tell_urged)
    subscribe(exchange.StatusesReported, exchange_services.follow_paper_of_reports)
    subscribe(exchange.ChangeAnswered, exchange_services.follow_paper_of_answer)
    subscribe(exchange.Dispatched, vxp.put_arrivals)
    subscribe(exchange.StatusesReported, vxp.put_reports)
    subscribe(exchange.ChangeRequested, vxp.put_changes)
    subscribe(gateways.BareRecallTaken, vxp.put_recall)
    subscribe(exchange.ChangeAnswered, vxp.take_recalled_off)
    subscribe(exchange.RoadsAsked, routes.tell_roads)
    subscribe(exchange.Dispatched, routes.put_documents)
    subscribe(exchange.StatusesReported, routes.put_reports)
    subscribe(exchange.ChangeRequested, routes.put_changes)
    subscribe(exchange.Dispatched, hooks.on_dispatched)
    subscribe(exchange.StatusesReported, hooks.on_statuses_reported)
    subscribe(exchange.ChangeRequested, hooks.on_change_requested)
    subscribe(exchange.ChangeAnswered, hooks.on_change_answered)
    subscribe(exchange.ChangeRequested, portal.follow_recall)
    subscribe(exchange.Urged, hooks.on_urged)
    subscribe(hook_events.SomethingWaits, hook_handlers.carry_soon)


def _wire_directory() -> None:
    subscribe(directory.TableBroughtIn, access.follow_import)
    subscribe(directory.BooksBroughtHere, registers.await_here)
    subscribe(directory.ReorganisationProposed, access.ask_second)
    subscribe(directory.ReorganisationDecided, access.tell_decided)
    subscribe(directory.ReorganisationEnded, access.tell_ended)
    # In this order: rights first, then deliveries, then the work on them, then drafts; then who
    # may no longer act for the old agency.
    subscribe(directory.AgenciesReorganised, document_services.hand_on_reading)
    subscribe(directory.AgenciesReorganised, exchange_services.hand_on_deliveries)
    subscribe(directory.AgenciesReorganised, registers.hand_on_work)
    subscribe(directory.AgenciesReorganised, inside.hand_on_unit_deliveries)
    subscribe(directory.AgenciesReorganised, issuing.hand_on_drafts)
    subscribe(directory.AgenciesReorganised, casefiles.hand_on_files)
    subscribe(directory.AgenciesReorganised, access.end_actings)
    subscribe(directory.AgenciesReorganised, systems.end_grants)
