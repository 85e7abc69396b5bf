-- Up Migration

-- A fold is kept up to date: which digests were held against its criteria, as which revision of their text. Its patterns keep
-- their line: the first pattern of which they are the continuation; null begins one.
create table decided_digests (
  report_id bigint not null references reports on delete cascade,
  digest_id bigint not null references digests on delete cascade,
  revision text not null,
  primary key (report_id, digest_id)
);

-- How many digests fitted no theme when themes were proposed last.
alter table reports add others integer not null default 0;

alter table patterns add line bigint;
create index patterns_report on patterns (report_id);

-- What each answer about a technology said, as incidents per line of patterns: what is new is told against an earlier one. `key`
-- is that of the message.
create table editions (
  id bigint generated always as identity primary key,
  key text not null unique,
  technology text not null,
  counts jsonb not null,
  published_at timestamptz not null default now()
);
create index editions_latest on editions (technology, id desc);

-- How many members the patterns had that an opportunity was drawn from.
alter table opportunities add members integer not null default 0;
