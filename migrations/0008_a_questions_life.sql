-- The answer to a question is shown in its thread: with the next question, or so many hours after it (0: with the
-- next). When that is due stands beside the question; it is null for what was asked before there were reveals, and
-- once the reveal waits to be posted.
alter table community add column reveal_hours bigint not null default 0;
alter table asked add column reveal_at bigint default null;
alter table asked add column revealed_at bigint default null;
alter table asked add column reveal_message text default null;
-- The tick reads only what is due.
create index asked_by_reveal on asked (reveal_at) where reveal_at is not null;

-- How well a member says they did on a question, from 0 to 3, with the revision that they were shown.
create table score (
    community text not null references community (community) on delete cascade,
    ordinal bigint not null,
    member text not null,
    question text not null,
    revision bigint not null,
    score bigint not null,
    scored_at bigint not null,
    primary key (community, member, ordinal)
);

-- How many hints of an open question a member opened; gone once its answer is out.
create table hint_opened (
    community text not null references community (community) on delete cascade,
    ordinal bigint not null,
    member text not null,
    opened bigint not null,
    primary key (community, ordinal, member)
);
create index hint_opened_by_member on hint_opened (community, member);
