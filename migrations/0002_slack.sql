-- Up Migration

-- Nothing was ever written to these two.
drop table votes;
drop table posts;

-- Outbox: what is to stand where. `wanted` and `shown` are hashes of what a message shall say and of what it says;
-- where they differ there is work. `attempted_at` without `ts` means that nobody knows whether the message was posted.
create table posts (
  key text primary key,
  seq bigint generated always as identity,
  channel text not null,
  thread_key text references posts on delete cascade,
  thread_ts text,
  is_urgent boolean not null default false,
  postmortem_id bigint references postmortems on delete cascade,
  digest_id bigint references digests on delete set null,
  opportunity_id bigint references opportunities on delete set null,
  report_id bigint references reports on delete set null,
  answer_keys text[] not null default '{}',
  shows jsonb not null,
  wanted text not null,
  shown text,
  ts text,
  attempted_at timestamptz,
  posted_at timestamptz,
  trouble text,
  is_given_up boolean not null default false,
  created_at timestamptz not null default now(),
  unique (channel, ts),
  check ((ts is null) = (posted_at is null)),
  check ((ts is null) = (shown is null)),
  check (thread_key is null or thread_ts is null)
);
create index posts_undelivered on posts (channel, is_urgent desc, seq) where wanted is distinct from shown;
create index posts_postmortem on posts (postmortem_id);
create index posts_opportunity on posts (opportunity_id);

-- A message with the thread that it belongs to, as soon as that is known.
create view threaded_posts as
select p.key, p.seq, p.channel, p.thread_key as "threadKey", coalesce(p.thread_ts, t.thread_ts, t.ts) as "threadTs",
  p.is_urgent as "isUrgent", p.postmortem_id as "postmortemId", p.digest_id as "digestId",
  p.opportunity_id as "opportunityId", p.report_id as "reportId", p.answer_keys as "answerKeys", p.shows, p.wanted,
  p.shown, p.ts, p.attempted_at as "attemptedAt", p.is_given_up as "isGivenUp", p.trouble is not null as "isTroubled",
  p.thread_key is null or t.ts is not null as "mayStand"
from posts p left join posts t on t.key = p.thread_key;

-- What stands on a message by each person, as the newest event about it says; from these votes are computed.
create table reactions (
  post_key text not null references posts on delete cascade,
  voter text not null,
  name text not null,
  is_present boolean not null,
  happened_at double precision not null,
  primary key (post_key, voter, name)
);

-- A person's verdict on what a message shows, against the stage that made it. A curator's `wrong_attribution` keeps the
-- digest out of patterns until somebody settles it.
create table votes (
  post_key text not null references posts on delete cascade,
  voter text not null,
  vote text not null check (vote in ('up', 'down')),
  reason text check (reason in ('hallucination', 'wrong_attribution', 'missing', 'other')),
  words text,
  is_curator boolean not null,
  digest_id bigint references digests on delete set null,
  answer_key text references answers on delete set null,
  stage text not null,
  prompt_hash text,
  model text,
  settled text check (settled in ('upheld', 'dismissed')),
  settled_by text,
  settled_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (post_key, voter),
  check (vote = 'down' or (reason is null and words is null)),
  check ((settled is null) = (settled_by is null) and (settled is null) = (settled_at is null))
);
create index votes_digest on votes (digest_id) where reason = 'wrong_attribution' and is_curator;

-- Digests that a curator says blame the wrong technology: in no pattern until that is settled, nor after it was upheld.
-- A new attribution, made from an edited postmortem, starts afresh.
create view disputed_digests as
select d.id, bool_and(v.settled is not distinct from 'upheld') as is_upheld
from votes v join digests d on d.id = v.digest_id
where v.is_curator and v.vote = 'down' and v.reason = 'wrong_attribution' and v.settled is distinct from 'dismissed'
  and (v.answer_key is null or v.answer_key = any (d.answer_keys))
group by d.id;

create index digests_embedding_ready on digests (embedder) where state = 'ready' and embedding is not null;

alter table reports
  add answer_keys text[] not null default '{}',
  add cost_usd double precision not null default 0,
  add tokens bigint not null default 0;

alter table opportunities
  add edited_by text,
  add answer_keys text[] not null default '{}';
