-- The first schema. One text for SQLite and PostgreSQL: only `text` and `bigint`, natural keys, no generated ids.
-- Instants are milliseconds since 1970 in UTC, days are ISO dates in the community's zone, flags are 0 or 1.

-- A community and its settings.
create table community (
    community text primary key,
    channel text,
    channel_kind text not null default 'text',
    zone text,
    posting_minute bigint not null default 540,
    weekdays bigint not null default 31,
    role text,
    pins bigint not null default 0,
    packs text not null default '',
    question_order text not null default 'curriculum',
    seed bigint not null default 0,
    state text not null default 'new',
    organiser text,
    -- The last day dealt with: asked, missed, or before the start. Days only move forward.
    last_day text,
    round bigint not null default 1,
    round_warned bigint not null default 0,
    left_at bigint
);

-- What a community is waiting for, apart from its settings: the tick reads only what is due.
create table due (
    community text primary key references community (community) on delete cascade,
    due_at bigint not null
);
create index due_by_time on due (due_at);

-- A question asked: the key decides who asks, so that a day is asked once.
create table asked (
    community text not null references community (community) on delete cascade,
    day text not null,
    ordinal bigint not null,
    question text not null,
    revision bigint not null,
    title text not null,
    round bigint not null,
    claimed_at bigint not null,
    channel text not null,
    message text,
    thread text,
    -- When the message stood in the channel; null until a receipt says so.
    published_at bigint,
    thread_opened_at bigint,
    pinned_at bigint,
    -- When the next question stood in the channel.
    closed_at bigint,
    primary key (community, day)
);
create unique index asked_by_ordinal on asked (community, ordinal);
create unique index asked_by_thread on asked (thread);

-- A scheduled day that passed without a question: recorded, and nobody's streak is touched.
create table missed (
    community text not null references community (community) on delete cascade,
    day text not null,
    noticed_at bigint not null,
    primary key (community, day)
);

-- A member of a community, and what they chose.
create table member (
    community text not null references community (community) on delete cascade,
    member text not null,
    hidden bigint not null default 0,
    gone bigint not null default 0,
    checked_at bigint not null default 0,
    touched_at bigint not null default 0,
    primary key (community, member)
);

-- One row for each message in a question's thread. A message that was deleted keeps its row, withdrawn, so that an
-- event that comes late or twice cannot bring it back; its author is then not needed and may be empty.
create table answer (
    community text not null references community (community) on delete cascade,
    ordinal bigint not null,
    message text not null,
    member text not null,
    answered_at bigint not null,
    withdrawn bigint not null default 0,
    primary key (community, ordinal, message)
);
create index answer_by_member on answer (community, member, ordinal);

-- A saved computation over `answer`; `quotidian check` computes it again and compares.
create table streak (
    community text not null references community (community) on delete cascade,
    member text not null,
    run bigint not null,
    longest bigint not null,
    last_ordinal bigint,
    total bigint not null,
    primary key (community, member)
);

-- A long run that was congratulated, by the first question of the run: once.
create table milestone (
    community text not null references community (community) on delete cascade,
    member text not null,
    length bigint not null,
    run_start bigint not null,
    primary key (community, member, length, run_start)
);

-- Something that organisers were told, so that they are told once; gone when it is mended.
create table trouble (
    community text not null references community (community) on delete cascade,
    kind text not null,
    detail text not null,
    since bigint not null,
    primary key (community, kind)
);

-- What is still to be done to the world, committed together with the state that calls for it.
create table outbox (
    effect text primary key,
    community text not null references community (community) on delete cascade,
    kind text not null,
    payload text not null,
    priority bigint not null,
    about text,
    created_at bigint not null,
    -- Counted before each attempt: above 0 it may have happened.
    attempts bigint not null default 0
);
create index outbox_by_priority on outbox (priority, created_at);
