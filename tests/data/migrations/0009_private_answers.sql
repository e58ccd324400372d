-- One private answer that a message shares, and one whose author keeps it.
insert into answer (community, ordinal, message, member, answered_at, withdrawn) values
    ('discord:4', 1, 'form:9', 'ada', 1792481500000, 0);
insert into private_answer (community, ordinal, member, message, wording, edited_at, kept_until, shares, shared_at, shared_message) values
    ('discord:4', 1, 'ada', 'form:9', 'Look at the subnets first.', 1792481500000, 1793691100000, 1, 1792567800000, 'm9'),
    ('discord:5', 1, 'bob', 'form:8', 'A taint, I think.', 1792481600000, 1793691200000, 0, null, null);
update community set shares_private = 1 where community = 'discord:4';
