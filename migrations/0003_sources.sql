-- Up Migration

-- Changes whenever the document may have: known without reading it.
alter table postmortems add stamp text;

-- How far a source was read: everything that changed before `read_until`, and everything there was at `listed_at`.
create table source_reads (
  source text primary key,
  read_until timestamptz not null,
  listed_at timestamptz not null
);

-- What another system signs its webhooks with. It comes with the first one; whoever runs Lode pastes it back there.
-- A new one is taken only until a webhook was signed with the one that is here.
create table webhook_tokens (
  source text primary key,
  token text not null,
  confirmed_at timestamptz
);
