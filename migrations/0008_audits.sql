-- Up Migration

-- What an audit measured of a fold: how far its memberships come back in another order, and what a blind look confirms.
create table audits (
  id bigint generated always as identity primary key,
  report_id bigint not null references reports on delete cascade,
  model text not null,
  result jsonb not null,
  audited_at timestamptz not null default now()
);
create index audits_report on audits (report_id, id desc);
