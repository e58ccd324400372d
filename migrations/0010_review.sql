-- A member met a question again and said how they did. What is due, and when, is computed from this and from what was
-- asked and answered. The day on which it came due is of the key, so that each time it comes back counts once.
create table review (
    community text not null references community (community) on delete cascade,
    member text not null,
    question text not null,
    due_day text not null,
    revision bigint not null,
    -- From 0 to 3.
    score bigint not null,
    reviewed_at bigint not null,
    primary key (community, member, question, due_day)
);
