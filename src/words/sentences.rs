//! Every sentence of the Fluent files with its arguments; a test holds the two against each other.

use fluent_bundle::FluentValue;

use super::Words;

sentences! {
    // Commands, as Discord lists them.
    command_today();
    command_streak();
    command_review();
    command_progress();
    command_leaderboard();
    command_question();
    command_resources();
    command_privacy();
    command_help();
    command_setup();
    command_bank();
    command_doctor();
    option_share();
    option_member();
    option_period();
    option_question();
    option_resources();
    option_city();
    option_bank();
    period_week();
    period_month();
    period_all();

    // The names of commands and options, as they are typed.
    name_today();
    name_streak();
    name_leaderboard();
    name_review();
    name_progress();
    name_question();
    name_resources();
    name_privacy();
    name_help();
    name_setup();
    name_bank();
    name_doctor();
    name_share();
    name_member();
    name_period();
    name_search();
    name_city();

    thread_name(ordinal: i64, title: &str);

    // What members say in the demo.
    demo_answer_one();
    demo_answer_two();
    demo_answer_three();

    // Faults.
    error_inside(reference: &str);
    error_slow(reference: &str);
    error_not_organiser();
    error_unknown_command();
    error_unknown_press();
    error_unknown_zone(typed: &str, near: &str);
    error_unknown_zone_alone(typed: &str);
    error_time(typed: &str);
    error_not_a_community();
    error_not_out_yet();
    error_one_moment();
    error_not_yours();

    // Permissions, by the names the platform shows.
    permission_view();
    permission_send();
    permission_embed();
    permission_open_threads();
    permission_send_in_threads();
    permission_read_history();
    permission_react();
    permission_pin();
    permission_send_forum();
    permission_send_in_threads_forum();
    permission_pin_forum();

    // The morning's post.
    post_week(week: u32);
    post_minutes(minutes: u32);
    post_by(who: &str);
    post_answered_before(count: i64);
    post_counts_until(until: &str);
    post_counts();
    post_late();
    post_round(round: i64);
    post_note(note: &str);
    post_preview();
    button_my_streak();
    button_last_thread();
    button_hint();
    congratulate(member: &str, length: i64);

    // Short answers.
    notice_not_started();
    notice_nothing_asked();
    notice_nothing_asked_until(when: &str);
    notice_no_question_found(typed: &str);
    notice_question_gone(title: &str, date: &str);
    notice_question_gone_thread(title: &str, date: &str, thread: &str);
    notice_no_such_question();
    notice_no_hints();
    notice_hints_to_come();
    notice_answer_is_out(place: &str);
    notice_answer_is_out_alone();
    notice_no_resource_found(typed: &str, topics: &str);
    notice_no_resource_found_alone(typed: &str);
    notice_on_its_way();
    notice_hidden();
    notice_shown();
    notice_kept_private();
    notice_nothing_met();
    notice_nothing_back();
    notice_nothing_back_until(date: &str);
    notice_forgotten();

    // Today.
    today_thread(thread: &str);
    today_thread_answered(thread: &str);
    today_thread_opening();
    today_open_until(until: &str);
    today_open();
    today_answered(count: i64);
    today_reader_answered();
    today_reader_not_yet();

    // A question that was asked.
    question_asked_on(date: &str);
    question_reworded();
    question_thread(thread: &str);
    question_revealed(place: &str);
    question_not_out();
    question_must();
    question_plus();
    question_wrong();
    question_changed();
    question_links();
    question_resources();
    question_facts(date: &str);
    question_outdated();
    question_follow_up();
    question_clipped();
    question_others();
    question_others_more(count: usize);

    // The answer in its thread, hints, and how members did.
    reveal_gone();
    button_score();
    score_ask();
    score_gone();
    score_private();
    score_said_none();
    score_said_little();
    score_said_most();
    score_said_all();
    hint_title(title: &str);
    hint_now();
    hint_later(when: &str);
    hint_last();
    button_next_hint();

    // Places to learn more.
    resources_title(query: &str);
    resources_title_alone();
    resources_retired(instead: &str);
    resources_retired_alone();
    resources_unknown();
    resources_unknown_safer(safer: &str);
    resources_more(count: usize);
    resource_guide();
    resource_workshop();
    resource_playground();
    resource_tool();
    level_beginner();
    level_intermediate();
    level_advanced();

    // A streak.
    streak_title();
    streak_title_of();
    streak_own(current: i64);
    streak_of(member: &str, current: i64);
    streak_own_rested(longest: i64);
    streak_of_rested(member: &str, longest: i64);
    streak_own_none();
    streak_of_none(member: &str);
    streak_totals(longest: i64, total: i64);
    streak_open_until(place: &str, until: &str);
    streak_open(place: &str);
    streak_open_answered();
    streak_place();
    mark_in_time();
    mark_late();
    mark_none();
    mark_open();

    // What comes back.
    review_ready(count: usize);
    review_back();
    review_changed();
    review_hint(hint: &str);
    review_how();
    reviewed_again(date: &str);
    reviewed_again_low(date: &str);
    reviewed_over();
    reviewed_before();
    reviewed_before_again(date: &str);
    reviewed_gone();
    reviewed_more(count: usize);
    reviewed_last();
    button_review_hint();
    button_review_hint_more();
    button_review_answer();
    button_review_next();
    score_none();
    score_little();
    score_most();
    score_all();

    // How far someone has come.
    progress_title();
    progress_title_of();
    progress_none();
    progress_none_of(member: &str);
    progress_week(week: u32, title: &str);
    progress_tally(asked: usize, answered: usize, mastered: usize);
    progress_more(count: usize);
    square_mastered();
    square_begun();
    square_asked();

    // A board.
    board_week();
    board_month();
    board_all();
    board_row(place: i64, member: &str, answered: i64);
    board_row_own(place: i64, member: &str, answered: i64);
    board_around();
    board_empty();
    board_hidden();
    board_asked(count: i64);
    board_page(page: usize, pages: usize);
    button_previous();
    button_next();

    // The panel.
    setup_title_new();
    setup_title_running();
    setup_title_paused();
    setup_title_channel_gone();
    setup_title_removed();
    setup_field_channel();
    setup_field_when();
    setup_field_ping();
    setup_field_packs();
    setup_field_next();
    setup_field_more();
    setup_field_problems();
    setup_line(name: &str, value: &str);
    setup_channel_good();
    setup_channel_good_forum();
    setup_channel_none();
    setup_when(time: &str, zone: &str, days: &str);
    setup_when_zoneless(time: &str, days: &str);
    setup_nobody();
    setup_pack(week: u32, title: &str, questions: usize);
    setup_pack_weekless(title: &str, questions: usize);
    setup_packs_none();
    pack_own();
    setup_left(count: usize);
    setup_next_none();
    setup_state_new();
    setup_state_running(when: &str);
    setup_state_running_idle();
    setup_state_paused();
    setup_state_channel_gone();
    setup_state_removed();
    setup_said_saved();
    setup_said_started(when: &str, channel: &str);
    setup_said_started_now(channel: &str);
    setup_said_paused();
    setup_said_not_yet();
    setup_said_checked();
    setup_more_order(order: &str);
    setup_more_language(language: &str);
    setup_more_reveal(when: &str);
    setup_more_pins_on();
    setup_more_pins_off();
    setup_more_publishes_on();
    setup_more_publishes_off();
    setup_first_day_title();
    setup_first_day(time: &str);
    setup_select_channel();
    setup_select_role();
    setup_select_weekdays();
    setup_select_packs();
    setup_select_order();
    setup_select_language();
    language_itself();
    setup_select_reveal();
    reveal_with_next();
    reveal_after_hours(hours: i64);
    setup_pack_option(count: usize);
    order_curriculum();
    order_shuffled();
    order_curriculum_about();
    order_shuffled_about();
    button_start();
    button_pause();
    button_preview();
    button_when();
    button_more();
    button_back();
    button_check();
    button_pin();
    button_unpin();
    button_publish();
    button_unpublish();
    button_start_now();
    button_start_next(date: &str);
    button_start_next_day();
    button_open_setup();
    button_form();
    button_form_again();
    form_late();
    form_private_title();
    form_private_answer();
    form_private_answer_to_share();
    form_private_example();
    form_when_title();
    form_when_time();
    form_when_time_example();
    form_when_zone();
    form_when_zone_example();

    // A private answer, for its author; and as it stands in the thread once it is shared.
    private_saved(until: &str);
    private_here(until: &str);
    private_saved_open();
    private_here_open();
    private_closed();
    private_none();
    private_none_closed();
    private_taken_back();
    private_deleted();
    private_too_late();
    private_stays();
    private_later();
    private_shared();
    private_kept(until: &str);
    private_talk(thread: &str);
    private_title();
    button_private_write();
    button_private_mine();
    button_private_change();
    button_private_take_back();
    button_private_delete();
    button_private_share_later();
    button_private_share();
    button_private_keep();
    button_private_unshare();
    shared_answer(member: &str);
    button_shared_take_back();
    setup_more_shares_on();
    setup_more_shares_off();
    button_share_private();
    button_keep_private();
    privacy_texts(count: i64);

    // The organiser's bank.
    bank_title();
    bank_title_found(query: &str);
    bank_not_running();
    bank_today_asked(title: &str, thread: &str);
    bank_today_asked_alone(title: &str);
    bank_today_on_its_way(title: &str);
    bank_today_on_its_way_alone();
    bank_order(order: &str, days: &str);
    bank_days_off(days: &str);
    bank_round(round: i64);
    bank_now();
    bank_put_first();
    bank_none();
    bank_found_none();
    bank_found_more(count: usize);
    bank_comes(when: &str);
    bank_comes_again(when: &str);
    bank_comes_after(count: usize);
    bank_comes_now();
    bank_fate_asked();
    bank_fate_skipped();
    bank_fate_retired();
    bank_fate_off();
    bank_asked_on(date: &str);
    bank_difficulty(difficulty: u8);
    bank_said_skip(title: &str);
    bank_said_next(title: &str);
    bank_said_retire(title: &str);
    bank_said_restore(title: &str);
    bank_said_pack_on(title: &str);
    bank_said_pack_off(title: &str);
    bank_said_pack_on_already(title: &str);
    bank_said_pack_off_already(title: &str);
    bank_said_now();
    bank_not_now_off();
    bank_not_now_asked();
    bank_not_now_on_its_way();
    bank_not_now_stopped();
    bank_not_now_none();
    bank_objected_off(title: &str);
    bank_objected_retired(title: &str);
    bank_objected_asked(title: &str);
    bank_objected_just_asked(title: &str);
    bank_objected_other_round();
    bank_objected_skipped(title: &str);
    bank_objected_next(title: &str);
    bank_objected_not_out(title: &str);
    bank_undone_skip(title: &str);
    bank_undone_next(title: &str);
    bank_undone_retire(title: &str);
    bank_undone_restore(title: &str);
    bank_undone_now();
    bank_undone_before();
    bank_undone_too_late();
    bank_stands_already();
    bank_unknown();
    bank_select_look();
    bank_select_aside();
    bank_select_packs();
    bank_option_skip();
    bank_option_retire();
    bank_option_on(count: usize);
    bank_option_off(count: usize);
    button_undo();
    button_ask_now();
    button_bank_search();
    button_coming();
    button_answer();
    button_skip();
    button_put_next();
    button_retire();
    button_restore();
    form_bank_search_title();
    form_bank_search();
    form_bank_search_example();

    // What stands in the way.
    problem_no_channel();
    problem_channel_unseen(channel: &str);
    problem_wrong_kind(channel: &str);
    problem_no_usable_tag(channel: &str);
    problem_missing(things: &str, permissions: &str, channel: &str);
    problem_missing_wish(things: &str, permissions: &str, channel: &str);
    problem_role_not_mentionable(role: &str);
    problem_role_gone();
    problem_no_zone();
    problem_no_weekdays();
    problem_no_questions();
    problem_few_questions(count: usize);
    problem_post_failed(since: &str, why: &str);
    problem_reveal_failed(since: &str, why: &str);
    problem_post_uncertain(when: &str, channel: &str);
    problem_cannot_check();
    act_view();
    act_send();
    act_embed();
    act_open_threads();
    act_send_in_threads();
    act_read_history();
    act_react();
    act_pin();

    // Every check.
    doctor_title_good();
    doctor_title_bad(count: usize);
    doctor_next(when: &str);
    doctor_field_settings();
    doctor_field_permissions();
    doctor_field_clock();
    doctor_channel(channel: &str);
    doctor_role(role: &str);
    doctor_role_nobody();
    doctor_unchecked();
    doctor_clock(now: &str);
    doctor_clock_off(now: &str, seconds: i64);

    // What is kept about people.
    privacy_title();
    privacy_held(count: i64);
    privacy_reviews(count: usize);
    privacy_scores(count: i64);
    privacy_hints();
    privacy_organiser();
    privacy_how_long();
    privacy_shown();
    privacy_hidden();
    privacy_confirm();
    button_hide();
    button_show();
    button_forget();
    button_forget_sure();

    // Help.
    help_title();
    help_intro();
    help_command(name: &str, about: &str);
    help_organisers();
    help_private();

    // News for organisers.
    news_post_failed(part: &str, community: &str, why: &str);
    news_post_uncertain(channel: &str, community: &str);
    news_channel_gone(community: &str);
    news_few_questions(community: &str, count: usize);
    news_no_questions(community: &str);
    news_server();
    part_message();
    part_thread();
    part_crosspost();
    part_pin();
    part_mark();
    part_reveal();

    // Dates and lists.
    date(day: u32, month: u32, year: &str);
    date_short(weekday: u32, day: u32, month: u32);
    weekday(number: u32);
    weekday_short(number: u32);
    list_and(first: &str, last: &str);
    list_or(first: &str, last: &str);
}
