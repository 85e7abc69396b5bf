-- Up Migration

-- Who said that an opportunity is in place since `shipped_on`, and when they said it. `unconfirmed` counts the incidents that a
-- proposal claimed to prevent and whose own text did not say so when each was held against it alone.
alter table opportunities
  add shipped_by text,
  add shipped_at timestamptz,
  add unconfirmed integer not null default 0 check (unconfirmed >= 0),
  add check ((shipped_by is null) = (shipped_at is null)),
  add check (shipped_by is null or state = 'shipped');
