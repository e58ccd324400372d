-- Questions are asked in announcement channels and forums too. A community may publish its announcements to those who
-- follow the channel; a post remembers what kind of channel it was made in, since a forum's pin is taken away otherwise.
alter table community add column publishes bigint not null default 0;
alter table asked add column channel_kind text not null default 'text';
alter table asked add column crossposted_at bigint default null;
