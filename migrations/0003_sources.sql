-- Up Migration

-- Changes whenever the document may have: known without reading it.
alter table postmortems add stamp text;

-- How far a source was read: everything that changed before `read_until`, and everything there was at `listed_at`.
create table source_reads (
  source text primary key,
  read_until timestamptz not null,
  listed_at timestamptz not null
);
