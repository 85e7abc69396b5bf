-- Up Migration

-- What the document itself states. `facts` is that with the figures of an incident database laid over it, for as long as
-- those are there.
alter table postmortems add stated_facts jsonb not null default '{}';
update postmortems set stated_facts = facts;
