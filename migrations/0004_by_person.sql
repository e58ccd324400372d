-- Where a person is known, for forgetting them everywhere: among half a million members that was the one statement
-- that went through a whole table.
create index member_by_person on member (member);
create index community_by_organiser on community (organiser);
