insert into own_question (community, question, revision, status, author, credit, body, added_at, changed_at) values
    ('discord:1', 'own-why-tabs', 2, 'ready', 'ada', null, '+++
id = "own-why-tabs"
title = "Why tabs?"
kind = "open"
status = "ready"
difficulty = 3
topic = "our-own"
minutes = 10
revision = 2
facts_as_of = 2026-10-19
review_by = 2027-10-19
premise = "current"
+++

## Scenario

A colleague asks why the file is full of tabs.

## Strong answer

- [must] Everyone chooses their own width.
', 1792395000000, 1792395000000);
insert into suggestion (community, suggestion, member, state, body, note, suggested_at) values
    ('discord:1', '1f2e', 'bob', 'waiting', '+++', '', 1792395000000),
    ('discord:1', '3d4c', 'bob', 'declined', '+++', 'Asked last week already.', 1792395000000);
