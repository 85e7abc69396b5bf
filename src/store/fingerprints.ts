import { z } from 'zod'
import { type Db, one, sql } from './sql.ts'

/** Changes whenever a digest of the technology that a fold reads does, without reading them all. */
export async function digestsFingerprint(db: Db, technology: string): Promise<string> {
  const { fingerprint } = await one(
    db,
    z.object({ fingerprint: z.string() }),
    sql`select md5(coalesce(string_agg(d.id || ':' || d.role || ':' || md5(d.sentences::text || coalesce(p.summary::text, '')), ',' order by d.id), ''))
            as fingerprint
        from digests d join postmortems p on p.id = d.postmortem_id
        where d.technology = ${technology} and d.state = 'ready' and p.state = 'mapped' and p.withdrawn_at is null
          and d.id not in (select id from disputed_digests)`,
  )
  return fingerprint
}

/** How many digests of a technology a fold reads. */
export async function countDigests(db: Db, technology: string): Promise<number> {
  const { digests } = await one(
    db,
    z.object({ digests: z.number() }),
    sql`select count(*)::int as digests from digests d join postmortems p on p.id = d.postmortem_id
        where d.technology = ${technology} and d.state = 'ready' and p.state = 'mapped' and p.withdrawn_at is null
          and d.id not in (select id from disputed_digests)`,
  )
  return digests
}
