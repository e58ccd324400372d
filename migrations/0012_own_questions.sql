-- A community's own questions, beside those of the bank. The text is the whole question in the format of questions/*.md,
-- and everything is read from it; revision and status stand beside it only so that a tick need not read texts.
create table own_question (
    community text not null references community (community) on delete cascade,
    question text not null,
    revision bigint not null,
    status text not null,
    -- Whose idea it was: a member who proposed it here, or a name that came with an import. Forgetting a member clears it.
    author text default null,
    credit text default null,
    body text not null,
    added_at bigint not null,
    changed_at bigint not null,
    primary key (community, question)
);

-- What a member proposed and organisers have not decided; and for a day what was decided, without its text, so that
-- proposals can be counted. A decision keeps its words until its author was told.
create table suggestion (
    community text not null references community (community) on delete cascade,
    suggestion text not null,
    member text not null,
    state text not null,
    body text not null default '',
    note text not null default '',
    suggested_at bigint not null,
    primary key (community, suggestion)
);
