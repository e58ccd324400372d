-- A group whose answers come eight hours after the question: one is out, and one is awaited.
insert into community (community, channel, channel_kind, zone, state, organiser, reveal_hours) values
    ('discord:8', 'c8', 'text', 'Africa/Douala', 'paused', 'olga', 8);
insert into asked (community, day, ordinal, question, revision, title, round, claimed_at, channel, message, thread, published_at, thread_opened_at, closed_at, reveal_at, revealed_at, reveal_message) values
    ('discord:8', '2026-10-20', 1, 'w08-image-size', 1, 'Why so large?', 1, 1792481400000, 'c8', 'm8', 'm8', 1792481401000, 1792481401000, 1792567801000, null, 1792510201000, 'r8'),
    ('discord:8', '2026-10-21', 2, 'w08-build-cache', 1, 'What is cached?', 1, 1792567800000, 'c8', 'm9', 'm9', 1792567801000, 1792567801000, null, 1792596601000, null, null);
insert into score (community, ordinal, member, question, revision, score, scored_at) values
    ('discord:8', 1, 'ada', 'w08-image-size', 1, 2, 1792510300000);
insert into hint_opened (community, ordinal, member, opened) values ('discord:8', 2, 'ada', 1);
