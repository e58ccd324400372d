insert into decision (community, number, kind, subject, round, decided_at, undone_at) values
    ('discord:1', 1, 'retire', 'w08-ecs-or-eks', 1, 1792567800000, null),
    ('discord:1', 2, 'skip', 'w08-pod-iam', 2, 1792567801000, 1792567802000),
    ('discord:1', 3, 'next', 'w08-mesh-or-not', 2, 1792567803000, null),
    ('discord:1', 4, 'restore', 'w08-ecs-or-eks', 2, 1792567804000, 1792567805000),
    ('discord:1', 5, 'now', '2026-10-21', 2, 1792567806000, null);
