-- Answers given in a form: shown only to who gave them, until they are shared. Each counts by a row of `answer`, whose
-- message is one of ours; this row holds what was written, no longer than sharing it may take.
create table private_answer (
    community text not null references community (community) on delete cascade,
    ordinal bigint not null,
    member text not null,
    -- The row of `answer` by which it counts.
    message text not null,
    wording text not null,
    edited_at bigint not null,
    -- When the wording goes; null once it is gone. Without it the row stays only while a message shares it.
    kept_until bigint,
    -- What its author chose: 1 to share it, 0 to keep it private, null for what the community does.
    shares bigint,
    -- When it was called for that a message shares it; null while none shall.
    shared_at bigint,
    -- That message; null until a receipt.
    shared_message text,
    primary key (community, ordinal, member)
);
create index private_answer_by_end on private_answer (kept_until);

-- Whether private answers are shared when their question closes, unless their author says no.
alter table community add column shares_private bigint not null default 0;
