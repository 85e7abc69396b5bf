import { type Db, run, sql } from '../../src/store/sql.ts'

/** The embedder of `manyDigests`. */
export const synthetic = 'synthetic'

/**
 * Stores so many postmortems with one digest each, made in the database. Their vectors lie as real ones do: in topics, in
 * which kinds of incidents lie, in which the incidents lie. About 30 % may not be found: 15 % are withdrawn, 10 % are
 * being read anew, 5 % are disputed. Repeats exactly.
 */
export async function manyDigests(db: Db, count: number): Promise<void> {
  await run(
    db,
    sql`create temporary table if not exists molds as
        select i, (select array_agg(sqrt(-2 * ln(1 - u)) * cos(2 * pi() * v) order by j)::vector(1024) from (
          select j, (hashint4(i * 2048 + j) & 1048575) / 1048576.0::float8 as u,
            (hashint4(i * 2048 + 1024 + j) & 1048575) / 1048576.0::float8 as v from generate_series(1, 1024) j) letters) as v
        from generate_series(0, 899) i`,
  )
  await run(
    db,
    sql`insert into postmortems (source, source_id, revision, state, title, body, incident_date, severity, facts, summary,
          mapped_at, withdrawn_at)
        select 'synthetic', i::text, 'r', case when i % 10 = 4 then 'waiting' else 'mapped' end, 'Incident ' || i, 'It failed.',
          date '2016-01-01' + i * 7919 % 3650, 'SEV' || 1 + i % 4, '{"duration_minutes": 40}', '{"rootCauses": [], "preventiveActions": []}', now(),
          case when i % 20 in (1, 7, 13) then now() end
        from generate_series(1, ${count}::int) i`,
  )
  await run(
    db,
    sql`insert into digests (postmortem_id, technology, state, role, sentences, problems, answer_keys, embedding, embedder)
        select p.id, 'dynamodb', 'ready', 'root_cause',
          (select jsonb_agg(jsonb_build_object('text', 'Sentence ' || s || ' of ' || p.title || ', in which a table was throttled.',
            'quote', 'a table of ' || p.title || ' was throttled')) from generate_series(1, 3) s),
          '[]', '{}', l2_normalize(topic.v + kind.v * kind_too.v * part.v + own.v * own_too.v * part.v), ${synthetic}
        from (select *, hashint4(id::int) & 2147483647 as hash from postmortems where source = 'synthetic') p
          cross join (select array_fill(0.7, array[1024])::vector as v) part
          join molds topic on topic.i = hash % 100
          join molds kind on kind.i = 100 + hash / 100 % 197
          join molds kind_too on kind_too.i = 300 + hash % 23
          join molds own on own.i = 330 + p.id * 31 % 283
          join molds own_too on own_too.i = 620 + p.id * 17 % 277
        order by p.id`,
  )
  await run(
    db,
    sql`insert into posts (key, channel, shows, wanted) select 'digest:' || id, 'C1', '{}', '' from digests where id % 20 = 5`,
  )
  await run(
    db,
    sql`insert into votes (post_key, voter, vote, reason, is_curator, digest_id, stage)
        select 'digest:' || id, 'U1', 'down', 'wrong_attribution', true, id, 'attribution' from digests where id % 20 = 5`,
  )
  await run(db, sql`analyze`)
}
