"""The twelve points on which everything stands, and the tests that prove each.

docs/explain/architecture.md says what each point means and where it is built.
"""

import re

import pytest
from tests.architecture.tree import DOCS, names_of_tests

POINTS: dict[int, tuple[str, ...]] = {
    1: (
        "documents/test_issue_version.py::test_a_version_never_changes",
        "documents/test_issue_version.py::test_a_scan_of_one_agency_never_becomes_anothers_document",
        "documents/test_issue_version.py::test_the_same_document_by_another_road_is_one_document",
        "blobs/test_admit_upload.py::test_the_same_content_from_two_agencies_is_stored_once",
    ),
    2: (
        "exchange/test_submit_dispatch.py::test_the_same_key_again_changes_nothing_and_says_so",
        "exchange/test_submit_dispatch.py::test_the_same_key_for_other_content_is_refused_and_leaves_nothing",
        "exchange/test_submit_dispatch.py::test_further_recipients_are_a_supplementary_dispatch",
        "exchange/test_submit_dispatch.py::test_sending_again_after_a_refusal_is_a_resending",
        "gateways/packages/test_take_in_document.py::test_the_same_package_again_gives_the_same_answer_and_changes_nothing",
    ),
    3: (
        "ledger/services/test_record.py::test_the_leaf_is_kept_as_the_canonical_bytes_that_were_hashed",
        "ledger/services/test_record.py::test_nothing_personal_stands_in_a_leaf_in_the_clear",
        "ledger/services/test_receipts.py::test_when_all_clear_values_are_gone_every_place_is_still_proved",
        "ledger/services/test_receipts.py::test_the_receipt_of_one_recipient_tells_nothing_of_the_others",
    ),
    4: (
        "ledger/services/test_sequence.py::test_a_record_whose_transaction_was_open_while_others_were_placed_is_not_lost",
        "ledger/services/test_sequence_processes.py::test_of_two_sequencing_processes_one_is_killed_and_every_record_is_placed_once",
        "ledger/services/test_receipts.py::test_before_its_place_a_receipt_carries_the_promise",
        "ledger/services/test_epochs.py::test_a_restore_behind_a_published_head_opens_an_epoch_that_says_what_was_lost",
    ),
    5: (
        "signatures/test_sign_in_two_steps.py::test_C1_a_signature_is_prepared_here_made_in_another_process_and_completed_later",
        "signatures/test_verify_content.py::test_C1_signed_numbered_and_sealed_both_signatures_are_valid",
        "signatures/test_verify_content.py::test_A9_a_number_changed_after_the_seal_is_invalid",
        "issuing/test_sign_number_seal_issue.py::test_who_signed_neither_numbers_nor_seals",
        "signatures/test_pdfsig.py::test_C1_an_independent_program_calls_both_signatures_valid",
    ),
    6: (
        "architecture/test_network.py::test_nothing_but_adapters_reaches_for_the_network",
        "issuing/test_sign_number_seal_issue.py::test_a_failed_seal_leaves_a_numbered_line_from_which_the_same_button_goes_on",
        "issuing/test_sign_number_seal_issue.py::test_a_voided_number_stays_in_the_book_with_its_reason_and_a_new_one_is_taken",
        "registers/test_outgoing_numbers.py::test_B1_a_number_is_not_taken_outside_the_transaction_of_its_act",
        "registers/test_numbers_under_concurrency.py::test_B1_many_processes_failing_and_killed_leave_every_number_explained",
    ),
    7: (
        "documents/test_reading.py::test_issuer_and_recipients_see_a_document_and_a_stranger_does_not",
        "documents/test_reading.py::test_not_allowed_is_not_found",
        "documents/test_reading.py::test_a_list_of_another_package_is_narrowed_in_one_statement",
        "access/test_rights.py::test_rights_follow_the_post_when_its_holder_changes",
        "access/test_rights.py::test_who_watches_over_the_province_has_no_content",
    ),
    8: (
        "exchange/test_submit_dispatch.py::test_A1_it_waits_before_the_clerks_of_every_recipient",
        "worklist/test_queries.py::test_work_for_a_role_waits_for_everybody_in_that_role_of_that_agency",
        "worklist/test_queries.py::test_counts_by_group_and_verb_are_one_statement",
    ),
    9: (
        "documents/test_policies.py::test_A5_the_row_that_says_most_about_the_case_wins",
        "documents/test_policies.py::test_A10_a_document_is_measured_by_the_rule_of_its_day",
        "exchange/test_submit_dispatch.py::test_A10_recipients_have_until_the_end_of_the_day_and_the_rule_is_kept",
        "directory/test_calendar.py::test_A10_a_make_up_saturday_is_a_working_day",
    ),
    10: (
        "architecture/test_identities.py::test_what_is_named_outside_has_an_unguessable_id",
        "architecture/test_identities.py::test_no_address_counts_rows",
        "architecture/test_identities.py::test_instants_are_aware_and_days_are_local",
        "kernel/test_ids.py::test_an_id_is_a_version_7_of_the_standard_variant",
        "ledger/services/test_record.py::test_text_is_committed_in_its_normal_form_whatever_form_it_came_in",
        "ledger/services/test_record.py::test_a_ledger_does_not_go_on_under_another_name",
    ),
    11: (
        "directory/test_people.py::test_nobody_is_appointed_to_a_unit_of_another_agency",
        "documents/test_reading.py::test_an_officer_sees_what_was_given_to_the_officer_or_the_unit",
        "documents/test_notation.py::test_a_foreign_form_is_a_warning_and_not_a_refusal",
        "documents/test_notation.py::test_the_party_has_a_style_of_its_own",
        "practice/test_province.py::test_classes_and_groups_tell_state_party_and_court_apart",
    ),
    12: (
        "architecture/test_figures.py::test_G1_records_of_a_dispatch_hold_what_figures_are_counted_by",
        "architecture/test_figures.py::test_G1_records_of_what_follows_hold_it_too",
    ),
}


@pytest.mark.parametrize("point", POINTS)
def test_the_tests_of_a_point_exist(point):
    missing = [name for name in POINTS[point] if name not in names_of_tests()]
    assert not missing


def test_every_point_is_explained_with_the_tests_that_prove_it():
    page = (DOCS / "explain/architecture.md").read_text(encoding="utf-8")
    explained = {int(number) for number in re.findall(r"^(\d+)\. \*\*", page, re.MULTILINE)}
    assert explained == set(POINTS) == set(range(1, 13))
    unnamed = [
        file
        for names in POINTS.values()
        for file in {name.split("::")[0] for name in names}
        if f"`{file}`" not in page
    ]
    assert not unnamed
