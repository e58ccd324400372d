insert into review (community, member, question, due_day, revision, score, reviewed_at) values
    ('discord:1', 'bob', 'w08-image-size', '2026-10-27', 1, 2, 1793260000000);
