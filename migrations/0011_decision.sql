-- What organisers decided about single questions, an act a row: skipped in a round, put next, retired, brought back, and
-- a day whose question is asked before its time. Who did it is not kept. An act taken back keeps its row, so that its
-- number is never given to another and an old button cannot take back what it does not name.
create table decision (
    community text not null references community (community) on delete cascade,
    number bigint not null,
    kind text not null,
    -- A question's id, or a day.
    subject text not null,
    round bigint not null,
    decided_at bigint not null,
    undone_at bigint,
    primary key (community, number)
);
