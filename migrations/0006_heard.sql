-- Until when everything that happened on a platform is known to have been told: what came later is compared after an
-- absence. A message's id names its time, so that this is written once a minute and not with each event.
create table heard (
    platform text primary key,
    heard_at bigint not null
);
