"""Few tests that run every statement of the store between them, and every job that is handed to it.

They are what ``make test`` runs on the hard store. ``make test-full`` runs all tests of ``FILES`` on it.
"""

from typing import Final

FILES: Final = (
    "tests/storage",
    "tests/bot/acts/test_no_personal_links.py",
    "tests/bot/acts/test_room_left.py",
    "tests/bot/app/test_health.py",
    "tests/bot/app/test_start_links.py",
    "tests/bot/app/test_tryout.py",
    "tests/bot/channels/notify/test_statuses.py",
    "tests/bot/channels/web/test_backend.py",
    "tests/bot/channels/web/test_door.py",
    "tests/bot/channels/web/test_shared_link_pages.py",
    "tests/bot/cli/test_aside.py",
    "tests/bot/cli/test_browser_sessions.py",
    "tests/bot/cli/test_erase.py",
    "tests/bot/cli/test_organisations.py",
    "tests/bot/cli/test_store.py",
    "tests/bot/coordinator/commands/complaints/test_complaints.py",
    "tests/bot/coordinator/commands/exercise",
    "tests/bot/coordinator/commands/people/test_addresses_listed.py",
    "tests/bot/coordinator/commands/people/test_correct_people.py",
    "tests/bot/coordinator/commands/people/test_invite.py",
    "tests/bot/coordinator/commands/people/test_invite_by_mail.py",
    "tests/bot/coordinator/commands/people/test_people_counted.py",
    "tests/bot/coordinator/commands/people/test_share_link.py",
    "tests/bot/coordinator/commands/people/test_take_back_list.py",
    "tests/bot/coordinator/handing_over/test_mail_all_alike.py",
    "tests/bot/coordinator/handing_over/test_trial_field.py",
    "tests/bot/coordinator/commands/people/test_type_in.py",
    "tests/bot/coordinator/commands/reminders/test_remind_by_mail.py",
    "tests/bot/coordinator/commands/reminders/test_reminder_log.py",
    "tests/bot/coordinator/commands/replies/test_read_replies.py",
    "tests/bot/coordinator/commands/rounds/test_anonymous_results.py",
    "tests/bot/coordinator/commands/rounds/test_ask_themes.py",
    "tests/bot/coordinator/commands/rounds/test_open_round.py",
    "tests/bot/coordinator/test_closed_rounds.py",
    "tests/bot/coordinator/test_own_data.py",
    "tests/bot/coordinator/test_report_data.py",
    "tests/bot/inbox/test_after_outage.py",
    "tests/bot/inbox/test_complaint_effects.py",
    "tests/bot/inbox/test_handoff.py",
    "tests/bot/inbox/test_invitations.py",
    "tests/bot/inbox/test_words_leave_telegram.py",
    "tests/bot/inbox/test_words_taken_out.py",
    "tests/bot/jobs/test_cut_off.py",
    "tests/bot/jobs/test_job_worker.py",
    "tests/bot/schedule/test_complaint_notices.py",
    "tests/bot/schedule/test_complaint_retention.py",
    "tests/bot/schedule/test_news.py",
    "tests/bot/schedule/test_reminder_requests.py",
    "tests/bot/schedule/test_reminders.py",
    "tests/bot/schedule/test_reminders_by_mail.py",
    "tests/bot/schedule/test_retention.py",
)
"""What runs on the hard store in full. A new statement needs a test in one of them."""

IGNORED: Final = ("tests/dialect", "tests/storage/engine")
"""Ourselves, and what looks at how one engine does its work."""

LEFT_OUT: Final = (
    "tests/storage/rounds/test_invitations.py::test_of_a_hundred_thousand_guesses_none_lets_anybody_in",
    "tests/storage/test_erasure.py::test_no_byte_of_an_erased_persons_words_is_left_in_any_file",
    "tests/storage/test_erasure.py::test_emptying_the_log_alone_would_leave_some",
    "tests/storage/test_no_way_back.py::test_nothing_tells_who_did_something_first_but_what_is_decided",
)
"""The first three ask the same thousands of times, which tells no more about a statement. The last looks at
the order in which rows lie, which is another one here."""

CHOSEN: Final[dict[str, tuple[str, ...]]] = {
    "tests/bot/acts/test_no_personal_links.py": ("test_no_command_makes_one",),
    "tests/bot/app/test_start_links.py": (
        "test_a_start_takes_nothing_from_those_who_have_used_its_links",
        "test_a_try_out_that_is_opened_again_has_its_links_again",
    ),
    "tests/bot/app/test_tryout.py": ("test_there_is_no_try_out_beside_a_round_of_ones_own",),
    "tests/bot/channels/notify/test_statuses.py": (
        "test_each_state_is_told_apart_over_several_pages",
        "test_an_old_failure_says_nothing_about_a_mail_that_was_asked_for_since",
    ),
    "tests/bot/channels/web/test_backend.py": (
        "test_a_file_is_for_its_owner_only",
        "test_a_second_link_may_be_added_to_the_conversation_of_a_session",
        "test_a_session_lasts_until_it_is_ended",
        "test_somebody_finds_words_and_gets_a_message_in_their_own_conversation_only",
    ),
    "tests/bot/channels/web/test_door.py": ("test_of_two_browsers_of_one_person_each_is_answered",),
    "tests/bot/channels/web/test_shared_link_pages.py": (
        "test_a_full_a_stopped_and_an_ended_link_let_nobody_in_but_those_who_are_in",
        "test_a_new_word_ends_the_one_before",
        "test_in_a_closed_round_what_is_asked_can_still_be_answered",
        "test_ones_own_used_link_leads_back_in_the_browser_that_is_in",
    ),
    "tests/bot/cli/test_aside.py": (
        "test_every_part_of_it_is_on_record",
        "test_what_is_cleared_leaves_no_words_and_what_waits_stays",
        "test_what_is_tried_again_begins_from_the_beginning",
        "test_what_was_listed_is_no_news_any_more_and_something_new_is",
    ),
    "tests/bot/cli/test_browser_sessions.py": (
        "test_a_coordinator_who_was_signed_out_comes_back_by_a_link_and_stays_who_they_are",
        "test_browsers_are_ended_once_they_were_shown_and_it_is_on_record",
        "test_they_are_listed_by_person_round_organisation_and_role",
    ),
    "tests/bot/cli/test_erase.py": (
        "test_a_name_is_taken_off_the_list_and_the_replies_stay",
        "test_a_person_is_erased_in_all_their_rounds_by_what_the_export_calls_them",
        "test_a_round_is_erased_to_the_last_byte_and_that_is_on_record",
        "test_how_long_an_organisation_keeps_each_class_is_set_shown_and_on_record",
        "test_rounds_that_closed_before_a_day_are_erased_together_and_others_stay",
    ),
    "tests/bot/cli/test_organisations.py": (
        "test_what_is_known_of_people_is_shown_before_an_organisation_accepts_it",
        "test_who_takes_complaints_is_set_shown_and_removed_and_each_change_is_on_record",
    ),
    "tests/bot/cli/test_store.py": (
        "test_a_restore_into_an_empty_place_makes_everything",
        "test_nobody_is_invited_to_a_closed_round",
    ),
    "tests/bot/coordinator/commands/complaints/test_complaints.py": (
        "test_somebody_whose_role_has_ended_can_still_complain",
        "test_with_a_role_a_reference_opens_its_complaint_to_be_seen_once",
    ),
    "tests/bot/coordinator/commands/exercise/test_checklist.py": (
        "test_everything_around_a_round_goes_with_its_replies",
        "test_no_card_comes_at_a_weekend_in_the_evening_or_on_a_bank_holiday",
    ),
    "tests/bot/coordinator/commands/exercise/test_letters.py": (
        "test_an_agenda_is_as_long_as_was_typed_also_in_the_file",
        "test_another_organisation_keeps_its_own",
    ),
    "tests/bot/coordinator/commands/people/test_addresses_listed.py": (
        "test_in_an_anonymous_round_no_address_is_kept",
    ),
    "tests/bot/coordinator/commands/people/test_correct_people.py": (
        "test_in_a_named_round_whoever_takes_part_is_corrected_in_it_too",
        "test_whoever_erased_everything_gets_nothing_back",
    ),
    "tests/bot/coordinator/commands/people/test_take_back_list.py": (
        "test_it_can_be_undone_and_once_more_takes_back_the_list_before",
    ),
    "tests/bot/coordinator/commands/people/test_invite.py": (
        "test_undoing_a_new_link_lets_the_one_before_work_again",
    ),
    "tests/bot/coordinator/commands/people/test_invite_by_mail.py": (
        "test_an_address_that_does_not_exist_is_corrected_and_a_mail_goes_there",
        "test_mails_that_were_stopped_go_after_all_unless_another_was_asked_for",
        "test_stopping_mails_and_taking_links_back_are_two_acts_each_with_its_undo",
        "test_taking_the_links_back_says_what_it_does_to_mails_and_can_be_undone",
    ),
    "tests/bot/coordinator/commands/reminders/test_remind_by_mail.py": (
        "test_whose_mails_come_back_or_were_ended_is_told_beside_the_name",
    ),
    "tests/bot/coordinator/commands/people/test_type_in.py": (
        "test_in_an_anonymous_round_a_sheet_without_a_link_is_not_listed_beside_the_shared_links",
        "test_the_first_typing_in_is_undone_with_everything",
        "test_the_prompt_sheet_is_of_the_guide_of_the_round",
    ),
    "tests/bot/coordinator/commands/replies/test_read_replies.py": (
        "test_one_person_at_one_prompt_is_not_told_though_many_changed_another",
        "test_people_find_in_their_own_data_when_replies_were_read_with_names",
        "test_the_table_of_a_named_round_has_every_reply_with_its_name",
    ),
    "tests/bot/coordinator/commands/rounds/test_ask_themes.py": (
        "test_nobody_is_reminded_of_what_is_not_asked_of_them",
    ),
    "tests/bot/coordinator/commands/rounds/test_open_round.py": (
        "test_a_round_that_opens_later_takes_nothing_before",
        "test_a_round_that_was_being_opened_before_the_rule_is_refused_as_well",
        "test_opening_is_undone_while_no_link_was_made",
        "test_what_people_are_not_told_is_said_before_a_round_is_opened",
        "test_whoever_coordinates_for_several_chooses_which_of_them_asks",
    ),
    "tests/bot/coordinator/test_closed_rounds.py": (
        "test_no_card_of_a_closed_round_has_a_button_that_only_refuses",
    ),
    "tests/bot/coordinator/test_own_data.py": (
        "test_a_no_is_never_a_complaint",
        "test_the_file_of_who_takes_part_as_well_holds_both",
        "test_who_takes_part_as_well_is_told_of_both_and_loses_both",
        "test_who_takes_part_in_nothing_is_told_too_when_a_message_was_put_aside",
        "test_whoever_has_lost_their_role_can_still_ask_for_all_of_it",
    ),
    "tests/bot/inbox/test_after_outage.py": (
        "test_those_who_could_not_be_noted_at_once_are_asked_all_the_same",
    ),
    "tests/bot/inbox/test_complaint_effects.py": (
        "test_own_data_hold_a_complaint_where_its_writer_is_known_and_say_where_not",
        "test_typed_as_a_reply_it_is_asked_about_and_leaves_nothing_among_the_replies",
    ),
    "tests/bot/inbox/test_handoff.py": (
        "test_a_link_that_nobody_used_ends_with_the_same_news",
        "test_an_answer_to_a_prompt_that_was_taken_back_does_not_go_to_another_colleague",
    ),
    "tests/bot/inbox/test_words_leave_telegram.py": (
        "test_a_card_that_was_tapped_is_drawn_anew_without_them_and_stays",
        "test_a_card_with_them_that_waits_to_be_sent_is_not_sent_any_more",
    ),
    "tests/bot/inbox/test_words_taken_out.py": (
        "test_a_report_that_waits_to_be_sent_or_is_being_made_is_made_again",
        "test_an_open_page_learns_that_a_file_is_gone_with_what_is_said_next",
    ),
    "tests/bot/jobs/test_cut_off.py": (
        "test_somebody_elses_word_tries_nothing_of_mine_again",
        "test_what_fails_each_time_is_given_up_with_a_word",
    ),
    "tests/bot/jobs/test_job_worker.py": ("test_what_is_large_is_made_while_the_reports_of_others_come",),
    "tests/bot/schedule/test_complaint_retention.py": (
        "test_answered_once_more_it_begins_to_count_anew",
        "test_where_its_writer_is_known_their_own_history_loses_it_and_nothing_else",
    ),
    "tests/bot/schedule/test_news.py": (
        "test_it_is_erased_with_the_reminders_and_with_its_person",
        "test_it_waits_for_working_hours_and_for_the_end_of_somebodys_leave",
        "test_the_end_of_a_round_and_its_report_are_such_news",
        "test_the_weeks_limit_holds_with_reminders",
        "test_what_was_not_sent_when_the_hours_end_is_taken_back",
        "test_whatever_changes_meanwhile_stops_it",
        "test_whose_chat_reaches_them_gets_no_mail",
        "test_whoever_the_chat_does_not_reach_gets_one_mail_after_a_while",
    ),
    "tests/bot/schedule/test_reminder_requests.py": (
        "test_a_plan_and_a_coordinator_who_decide_at_once_remind_once_on_that_day",
        "test_who_goes_away_after_it_was_confirmed_is_reminded_when_they_are_back",
    ),
    "tests/bot/schedule/test_reminders.py": (
        "test_a_clock_that_is_set_back_reminds_nobody_again",
        "test_a_late_reminder_does_not_go_in_quiet_hours",
        "test_in_the_browser_a_reminder_waits_until_the_page_is_opened",
        "test_the_loop_outlives_a_store_that_does_not_work",
        "test_two_processes_that_send_at_once_send_each_reminder_once",
    ),
    "tests/bot/schedule/test_reminders_by_mail.py": (
        "test_a_mail_that_came_back_marks_the_address_and_the_next_goes_into_the_chat",
        "test_a_reply_between_the_claim_and_the_handing_over_stops_the_mail",
        "test_the_preview_says_which_way_each_goes",
        "test_what_was_not_sent_when_the_hours_end_goes_on_the_next_working_day",
        "test_what_would_be_said_in_a_chat_is_not_kept_once_the_mail_has_gone",
    ),
    "tests/bot/schedule/test_retention.py": ("test_files_of_those_who_run_a_round_go_with_it",),
    "tests/bot/coordinator/handing_over/test_mail_all_alike.py": (
        "test_an_address_can_be_erased",
        "test_an_address_that_does_not_exist_is_named_and_corrected",
        "test_once_more_goes_to_all_alike_whoever_has_come_in",
        "test_with_the_end_of_the_round_no_address_is_left_anywhere",
    ),
    "tests/bot/coordinator/handing_over/test_trial_field.py": (
        "test_a_trial_goes_to_oneself_alone_and_says_so",
    ),
    "tests/storage/mails/test_mails.py": (
        "test_a_mail_that_came_back_counts_where_it_is_ours_and_its_reader_is_named",
        "test_a_reminder_goes_once_a_day_and_so_often_a_week",
        "test_each_mail_is_passed_on_once_with_a_link_of_its_own",
        "test_none_is_passed_on_to_whom_something_happened_meanwhile",
        "test_mails_that_waited_when_a_round_was_closed_can_be_dropped",
        "test_of_a_batch_those_wait_who_were_sent_a_mail_today",
        "test_a_mail_without_an_answer_is_in_doubt_until_it_is_taken_at_the_first_try",
        "test_whoever_wants_mails_again_can_be_sent_one_and_gets_none_of_those_before",
        "test_what_is_taken_back_goes_later_with_another_link",
        "test_what_was_passed_on_is_given_up_before_the_carrier_has_it",
        "test_where_the_next_mail_waits_the_time_is_moved",
        "test_whoever_takes_part_can_be_told_which_mails_were_sent_to_them",
        "test_whoever_wants_no_more_is_sent_nothing_more_by_any_invitation_to_their_address",
        "test_with_a_name_all_mails_about_the_invitation_are_erased",
    ),
    "tests/storage/guides/test_own_guides.py": (
        "test_a_draft_comes_back_as_it_was_corrected",
        "test_a_draft_that_is_the_next_version_knows_the_one_before_as_long_as_that_is_there",
        "test_a_guide_that_is_taken_away_leaves_only_what_a_round_was_opened_on",
        "test_the_lines_of_a_draft_can_be_put_in_another_order",
        "test_the_lines_of_a_draft_can_take_the_place_of_those_of_another",
        "test_the_newest_version_is_offered_to_its_own_organisation_alone",
        "test_what_a_line_keeps_of_its_entry_can_be_another",
        "test_what_a_whole_guide_keeps_for_itself_stays_with_a_title_that_is_left_out",
        "test_words_that_are_in_no_guide_go_when_it_is_published_or_after_a_while",
    ),
    "tests/storage/messages/test_contacts.py": ("test_each_channel_has_its_own_contact",),
    "tests/storage/messages/test_days_only.py": (
        "test_what_came_in_keeps_no_number_in_order_and_comes_again_in_vain",
    ),
    "tests/storage/messages/test_files.py": (
        "test_the_newest_about_a_round_are_listed_for_whoever_has_them",
        "test_what_can_be_made_again_is_dropped_in_time_and_its_values_stay",
    ),
    "tests/storage/messages/test_inbox.py": ("test_what_is_held_back_is_not_called_due",),
    "tests/storage/messages/test_outbox.py": (
        "test_a_redraw_is_offered_with_the_message_it_changes_as_it_is_known_by_then",
        "test_the_policy_is_for_reminders_and_announcements_of_that_organisation_s_rounds",
        "test_what_is_given_up_keeps_no_words_either",
        "test_what_may_have_arrived_is_needless_where_its_person_was_here_since",
        "test_what_was_certainly_not_sent_has_not_been_offered",
        "test_whoever_answers_the_copy_that_came_before_we_ended_answers_the_card_that_came_again",
    ),
    "tests/storage/people/test_own_addresses.py": (
        "test_a_corrected_address_is_new_and_unproved_and_none_takes_it_away",
        "test_it_goes_with_whatever_it_stands_beside",
        "test_stopping_and_letting_them_go_again",
        "test_whoever_stopped_the_mails_about_the_invitation_is_sent_nothing_else",
    ),
    "tests/storage/people/test_people.py": (
        "test_sign_in_links_are_forgotten_when_they_are_no_longer_valid",
        "test_the_set_of_prompts_that_somebody_chose_is_theirs_alone",
    ),
    "tests/storage/people/test_sessions.py": (
        "test_a_session_ends_at_the_beginning_of_its_day_for_all_that_ask",
    ),
    "tests/storage/people/test_shared_links.py": (
        "test_a_team_is_kept_with_a_place_but_not_in_an_anonymous_round",
        "test_a_word_leads_back_however_it_is_typed_and_an_older_one_does_not",
    ),
    "tests/storage/reminders/test_reminder_candidates.py": (
        "test_what_a_person_said_is_kept_and_comes_back_with_their_conversation",
    ),
    "tests/storage/roles/test_role_list.py": (
        "test_a_link_that_was_closed_gives_nothing_until_it_is_opened_again",
        "test_a_role_that_was_ended_can_be_restored_as_it_was_and_once",
    ),
    "tests/storage/rounds/test_conversations.py": ("test_a_language_once_chosen_stays_until_another_is",),
    "tests/storage/test_names_shown.py": (
        "test_a_workbook_goes_as_a_whole_with_a_name",
        "test_of_a_card_only_the_lines_go_that_show_what_people_gave",
        "test_whoever_runs_rounds_stays_when_their_own_part_is_erased",
    ),
    "tests/storage/test_no_way_back.py": ("test_the_numbers_of_telegram_tell_the_order_and_that_is_said",),
    "tests/storage/test_shown_to_others.py": (
        "test_a_reason_that_a_version_before_showed_goes_with_anybody_of_the_round",
        "test_what_was_put_aside_is_kept_for_a_month_for_whoever_fixes_the_fault",
    ),
}
"""By file: every statement with values of each type, and every job, that all of ``FILES`` come to.

What a new statement is run by is added here.
"""
