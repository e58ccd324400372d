-- Rows as the first version leaves them: a community at work, one that is new, and one that removed the bot.
insert into community (community, channel, channel_kind, zone, posting_minute, weekdays, role, pins, packs, question_order, seed, state, organiser, last_day, round, round_warned, left_at) values
    ('discord:1', 'c1', 'text', 'Europe/Paris', 570, 31, 'r1', 1, 'w08-containers w01-first', 'shuffled', -42, 'running', 'olga', '2026-10-20', 2, 1, null),
    ('discord:3', 'c3', 'text', 'America/New_York', 540, 127, null, 0, '', 'curriculum', 7, 'left', 'olga', '2026-10-01', 1, 0, 1790000000000);
insert into community (community) values ('discord:2');
insert into due (community, due_at) values ('discord:1', 1792567800000), ('discord:3', 1792592000000);
insert into asked (community, day, ordinal, question, revision, title, round, claimed_at, channel, message, thread, published_at, thread_opened_at, pinned_at, closed_at) values
    ('discord:1', '2026-10-19', 1, 'w08-image-size', 1, 'Why so large?', 1, 1792395000000, 'c1', 'm1', 'm1', 1792395001000, 1792395002000, null, 1792481401000),
    ('discord:1', '2026-10-20', 2, 'w08-build-cache', 3, 'What is cached?', 2, 1792481400000, 'c1', 'm2', 'm2', 1792481401000, null, 1792481403000, null);
insert into asked (community, day, ordinal, question, revision, title, round, claimed_at, channel) values
    ('discord:1', '2026-10-21', 3, 'w08-runtime-secrets', 1, 'Where do secrets go?', 2, 1792567800000, 'c1');
insert into missed (community, day, noticed_at) values ('discord:1', '2026-10-16', 1792395000000);
insert into member (community, member, hidden, gone, checked_at, touched_at) values
    ('discord:1', 'ada', 0, 0, 1792396000000, 1792396000000),
    ('discord:1', 'bob', 1, 0, 1792396000000, 1792396000000),
    ('discord:1', 'cleo', 0, 1, 1792396000000, 1792396000000);
insert into answer (community, ordinal, message, member, answered_at, withdrawn) values
    ('discord:1', 1, 'a1', 'ada', 1792396000000, 0),
    ('discord:1', 1, 'a2', '', 0, 1),
    ('discord:1', 2, 'a3', 'ada', 1792482000000, 0),
    ('discord:1', 1, 'b1', 'bob', 1792490000000, 0),
    ('discord:1', 2, 'c1', 'cleo', 1792482000000, 0);
insert into streak (community, member, run, longest, last_ordinal, total) values
    ('discord:1', 'ada', 2, 2, 2, 2),
    ('discord:1', 'bob', 0, 0, null, 1),
    ('discord:1', 'cleo', 1, 1, 2, 1);
insert into milestone (community, member, length, run_start) values ('discord:1', 'ada', 7, 1);
insert into trouble (community, kind, detail, since) values
    ('discord:1', 'pin_failed', '{"news":"post_failed","part":"pin","why":"Missing Permissions"}', 1792481404000);
insert into outbox (effect, community, kind, payload, priority, about, created_at, attempts) values
    ('check_member/discord:1/cleo', 'discord:1', 'check_member', '{"kind":"check_member","community":"discord:1","member":"cleo"}', 8, 'cleo', 1792482000000, 1);
