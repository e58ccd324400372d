-- What was posted lately, for a process that did not post it itself: during an update there are two for a while.
create index asked_by_publication on asked (published_at);
