insert into heard (platform, heard_at) values ('discord', 1792567800000);
