"""Tables whose rows stay as they were written, and the few columns of theirs that may change."""

# Of the other columns nobody may change anything, and no row of these tables is ever deleted.
# Not `search.SearchText`: nothing changes it, but it proves nothing, and the words of documents in
# it may have to go by law.
APPEND_ONLY: dict[str, tuple[str, ...]] = {
    "ledger.Record": (),
    "ledger.Subject": (),
    "ledger.Items": (),
    "ledger.Placement": (),
    "ledger.Head": (),
    "ledger.Publication": (),
    "ledger.Stamp": (),
    "ledger.Erasure": (),
    "ledger.Epoch": ("size", "closed_at"),
    "ledger.Tile": ("hashes",),
    "ledger.ShownHead": ("settled_at",),
    # What the law lets one erase: the values and their salts, never the record that bound them.
    "ledger.ClearValues": ("by_key",),
    "witnesses.SeenHead": (
        *("state", "since", "cosigned_at"),
        *("cosign_statement", "cosign_signature"),
    ),
    "witnesses.Cosignature": (),
    "witnesses.Contradiction": (),
    "exchange.Dispatch": (),
    "exchange.ChangeRequest": (),
    "exchange.StatusReport": (),
    "exchange.Delivery": (
        *("state", "state_since", "pending_request", "arrival_number"),
        "recipient",  # when its work is handed over to another agency
        *("accept_by", "accept_policy"),  # of what was offered: from the agreement on
    ),
    "exchange.Paper": (
        *("state", "sent_on", "way", "post_number", "sent_by", "arrived_on", "arrived_by"),
        "recipient",  # with its delivery
    ),
    "exchange.Handover": (),
    "exchange.Urging": (),
    "gateways.Submission": (),
    "documents.DocumentIdentifier": (),
    "documents.Version": (),
    "documents.Attachment": (),
    "documents.RecipientBlock": (),
    "documents.RecipientBlockLine": (),
    "documents.Reception": (),
    "documents.Rendition": ("legal_value",),
    "issuing.Step": (),
    "issuing.Comment": ("treatment", "explanation", "treated_by_name", "treated_at"),
    "inside.UnitDelivery": (
        *("state", "ended_at", "ended_by", "note"),
        *("agency", "unit"),  # where the unit is after a reorganisation
    ),
    "casefiles.Happening": (),
    "casefiles.Deposit": ("state", "answered_by", "answered_at", "reason", "record_id"),
    "casefiles.DepositedFile": (),
    "registers.Entry": (
        *("state", "version", "void_reason", "voided_at", "voided_by", "settled_at"),
        *("delivery", "note"),  # when a newer version comes instead: said in the remark
    ),
    "registers.Instruction": (),
    "registers.Received": ("urged_on",),
    "signatures.VerdictRow": (),
    "portal.Clearance": ("state", "decided_by", "decided_at", "reason"),
    "statistics.Closing": (),
    "statistics.AgencyFigures": (),
    "statistics.FiguresAnswer": (),
}

# Rows of these are locked by acts that must come one after the other. PostgreSQL asks for the right
# to change a column for that; the web role has it for the key alone, which the trigger guards.
LOCKED = {"exchange.Dispatch", "statistics.AgencyFigures"}
