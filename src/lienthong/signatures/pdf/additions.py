"""What was added to a file since it was given out: signatures alone, or something else."""

import io

from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    CatalogModificationRule,
    DiffResult,
    FormUpdatingRule,
    GenericFieldModificationRule,
    ModificationLevel,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
)

from lienthong.signatures.pdf import fields
from lienthong.signatures.pdf.measuring import open_pdf

# What the first signature may change beside itself: flags of the form, and what a certification
# allows of later changes (ISO 32000-2, 12.7.3 and 12.8.6); whether too little is judged apart.
_OF_THE_CATALOG = frozenset(
    ["/AcroForm", "/DSS", "/Extensions", "/Metadata", "/MarkInfo", "/Version", "/Perms"]
)
_OF_THE_FORM = {"/Fields", "/DR", "/DA", "/Q", "/NeedAppearances", "/SigFlags"}
_POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(_OF_THE_CATALOG),
        *DEFAULT_DIFF_POLICY.global_rules[1:],
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(),
            SigFieldModificationRule(),
            GenericFieldModificationRule(),
        ],
        ignored_acroform_keys=_OF_THE_FORM,
    ),
)


def adds_signatures_only(before: bytes, after: bytes) -> bool:
    """Whether all that follows `before` in `after` is signatures, with their fields and proofs.

    after: begins with `before`. Number and date have to be as they were: they are filled in by
    whoever numbers. Raises what the reader of PDFs raises of a broken file.
    """
    reader, _regular = open_pdf(io.BytesIO(after))
    given_out, _regular = open_pdf(io.BytesIO(before))
    said = _POLICY.review_file(reader, given_out.xrefs.total_revisions - 1)
    return (
        isinstance(said, DiffResult)
        and said.modification_level <= ModificationLevel.FORM_FILLING
        and fields.number_values(after) == fields.number_values(before)
    )
