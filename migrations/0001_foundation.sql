-- Up Migration

create extension if not exists vector;

-- One row per document of a source. Title and body are redacted before they come here; a document that could not be
-- read or may not be read leaves nothing of its text.
create table postmortems (
  id bigint generated always as identity primary key,
  source text not null,
  source_id text not null,
  revision text not null,
  state text not null check (state in ('waiting', 'mapped', 'held', 'failed', 'unreadable', 'restricted')),
  reason text,
  title text not null default '',
  body text,
  url text,
  incident_date date,
  published_on date,
  severity text,
  owner_team text,
  facts jsonb not null default '{}',
  summary jsonb,
  dropped jsonb not null default '[]',
  answer_keys text[] not null default '{}',
  withdrawn_at timestamptz,
  seen_at timestamptz not null default now(),
  mapped_at timestamptz,
  unique (source, source_id),
  check ((state in ('held', 'failed', 'unreadable', 'restricted')) = (reason is not null)),
  check ((state in ('unreadable', 'restricted')) = (body is null)),
  check (state <> 'mapped' or (summary is not null and mapped_at is not null))
);

-- Every answer of a model, by what was asked: question (rendered prompt and schema) and model make the key.
create table answers (
  key text primary key,
  stage text not null,
  prompt_hash text not null,
  model text not null,
  question text not null,
  output jsonb not null,
  dropped jsonb not null,
  held jsonb not null,
  mended jsonb not null default '[]',
  calls integer not null check (calls > 0),
  input_tokens integer not null,
  output_tokens integer not null,
  cache_read_tokens integer not null default 0,
  cache_write_tokens integer not null default 0,
  cost_usd double precision not null,
  milliseconds integer not null,
  created_at timestamptz not null default now()
);
create index answers_created_at on answers (created_at);

create table digests (
  id bigint generated always as identity primary key,
  postmortem_id bigint not null references postmortems on delete cascade,
  technology text not null,
  state text not null check (state in ('ready', 'set_aside', 'held')),
  role text check (role in ('root_cause', 'contributing', 'affected', 'mitigation', 'mentioned', 'ruled_out')),
  attribution jsonb,
  sentences jsonb not null,
  problems jsonb not null,
  answer_keys text[] not null,
  embedding vector(1024),
  embedder text,
  unique (postmortem_id, technology),
  check (state <> 'ready' or (role is not null and role in ('root_cause', 'contributing', 'affected') and jsonb_array_length(sentences) between 3 and 5)),
  check (state <> 'held' or jsonb_array_length(problems) > 0),
  check ((embedding is null) = (embedder is null))
);
create index digests_technology on digests (technology) where state = 'ready';

-- One fold of a technology. `basis` names the digests, prompts and model that it was made from.
create table reports (
  id bigint generated always as identity primary key,
  technology text not null,
  basis text not null,
  model text not null,
  created_at timestamptz not null default now()
);
create index reports_latest on reports (technology, id desc);

create table patterns (
  id bigint generated always as identity primary key,
  report_id bigint not null references reports on delete cascade,
  technology text not null,
  name text not null,
  criterion text not null,
  failure_class text not null check (failure_class in ('config_deployment', 'capacity_scaling', 'software_bug',
    'dependency_external', 'hardware_network', 'human_operation', 'security')),
  description text not null,
  digest_ids bigint[] not null
);

create table pattern_members (
  pattern_id bigint not null references patterns on delete cascade,
  digest_id bigint not null references digests on delete cascade,
  primary key (pattern_id, digest_id)
);
create index pattern_members_digest on pattern_members (digest_id);

create table opportunities (
  id bigint generated always as identity primary key,
  technology text not null,
  report_id bigint not null references reports on delete cascade,
  state text not null default 'draft' check (state in ('draft', 'approved', 'rejected', 'shipped')),
  investment text not null,
  mechanism text not null,
  pattern_ids bigint[] not null check (cardinality(pattern_ids) > 0),
  preventions jsonb not null check (jsonb_array_length(preventions) > 0),
  counter_evidence text not null,
  model text not null,
  decided_by text,
  decided_at timestamptz,
  decision_reason text,
  shipped_on date,
  created_at timestamptz not null default now(),
  check ((state = 'draft') = (decided_at is null)),
  check ((state = 'shipped') = (shipped_on is not null))
);

-- Outbox: what is to be shown where. `ts` is set once the message is known to stand there.
create table posts (
  key text primary key,
  channel text not null,
  thread_key text references posts on delete cascade,
  ts text,
  shows jsonb not null,
  created_at timestamptz not null default now(),
  posted_at timestamptz,
  check ((ts is null) = (posted_at is null))
);

-- Events of other systems that were handled, so that a second delivery changes nothing.
create table inbox (
  event_id text primary key,
  source text not null,
  received_at timestamptz not null default now()
);

-- A person's verdict on what a message shows; the latest counts.
create table votes (
  id bigint generated always as identity primary key,
  post_key text not null references posts on delete cascade,
  answer_key text references answers on delete set null,
  voter text not null,
  vote text not null check (vote in ('up', 'down')),
  reason text check (reason in ('hallucination', 'wrong_attribution', 'missing', 'other')),
  words text,
  created_at timestamptz not null default now(),
  unique (post_key, voter)
);

-- Figures from an incident database, matched to postmortems by the id or url of their source.
create table incident_facts (
  incident_key text not null,
  name text not null,
  value double precision not null,
  imported_at timestamptz not null default now(),
  primary key (incident_key, name)
);
