-- What waits is read in its order, also when ten thousand rows were added in the same instant.
create index outbox_by_turn on outbox (priority, created_at, effect);
drop index outbox_by_priority;
