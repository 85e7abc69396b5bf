-- Up Migration

-- Pages in the document tool that Lode writes once somebody approved what they say. `key` is `report:<technology>` or
-- `opportunity:<id>`. `written` is a hash of what stands there; `attempted_at` is set while nobody knows whether a new page was made.
create table pages (
  key text primary key,
  technology text not null,
  opportunity_id bigint,
  approved_by text not null,
  approved_at timestamptz not null default now(),
  attempted_at timestamptz,
  page_id text unique,
  url text,
  written text,
  is_removed boolean not null default false,
  check ((page_id is null) = (url is null))
);
create index pages_technology on pages (technology);

-- When a tool told of a document: what was read of it before that is not stored after it.
create table source_news (
  tool text not null,
  source_id text not null,
  told_at timestamptz not null default clock_timestamp(),
  primary key (tool, source_id)
);

-- Whose words a question holds: also those of earlier revisions, and of attempts that came to nothing, go with them.
alter table answers add postmortem_id bigint references postmortems on delete set null;
create index answers_postmortem on answers (postmortem_id);
