-- A community that publishes its announcements, and one that asks in a forum.
insert into community (community, channel, channel_kind, zone, state, organiser, publishes) values
    ('discord:4', 'c4', 'announcement', 'Africa/Douala', 'paused', 'olga', 1),
    ('discord:5', 'c5', 'forum', 'Africa/Douala', 'paused', 'olga', 0);
insert into asked (community, day, ordinal, question, revision, title, round, claimed_at, channel, channel_kind, message, thread, published_at, thread_opened_at, crossposted_at, pinned_at, closed_at) values
    ('discord:4', '2026-10-20', 1, 'w08-image-size', 1, 'Why so large?', 1, 1792481400000, 'c4', 'announcement', 'm3', 'm3', 1792481401000, 1792481402000, 1792481403000, null, null),
    ('discord:5', '2026-10-20', 1, 'w08-image-size', 1, 'Why so large?', 1, 1792481400000, 'c5', 'forum', 'm4', 'm4', 1792481401000, 1792481401000, null, 1792481403000, null);
