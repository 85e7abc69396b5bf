import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Digest } from '../domain.ts'
import { counts } from './conditions.ts'
import { type Db, id, one, rows, run, sql } from './sql.ts'

/** Changes with what a digest says. */
export function revisionOf({ sentences, role }: Pick<Digest, 'sentences' | 'role'>): string {
  return createHash('md5')
    .update(JSON.stringify([role, sentences]))
    .digest('hex')
}

/** The digests that were held against a fold's criteria, with the revision that they had. */
export async function decidedIn(db: Db, reportId: number): Promise<ReadonlyMap<number, string>> {
  const found = await rows(
    db,
    z.object({ digestId: id, revision: z.string() }),
    sql`select digest_id as "digestId", revision from decided_digests where report_id = ${reportId}`,
  )
  return new Map(found.map(({ digestId, revision }) => [digestId, revision]))
}

/** Puts these digests into the patterns of a fold that they belong to, by the patterns' ids, and out of all others. */
export async function replaceMembers(
  db: Db,
  reportId: number,
  digests: readonly Digest[],
  memberIds: ReadonlyMap<number, readonly number[]>,
): Promise<void> {
  await run(
    db,
    sql`delete from pattern_members m using patterns t
        where t.id = m.pattern_id and t.report_id = ${reportId} and m.digest_id = any(${idsOf(digests)}::bigint[])`,
  )
  for (const [patternId, members] of memberIds)
    await run(
      db,
      sql`insert into pattern_members (pattern_id, digest_id) select ${patternId}, unnest(${members}::bigint[])`,
    )
}

/** Notes that these digests, as they are, were held against a fold's criteria. */
export function noteDecided(db: Db, reportId: number, digests: readonly Digest[]): Promise<number> {
  return run(
    db,
    sql`insert into decided_digests (report_id, digest_id, revision)
        select ${reportId}, * from unnest(${idsOf(digests)}::bigint[], ${digests.map(revisionOf)}::text[])
        on conflict (report_id, digest_id) do update set revision = excluded.revision`,
  )
}

const idsOf = (digests: readonly Digest[]): number[] => digests.map((digest) => digest.id)

/** How many digests a fold is about, and how many of them fit no theme. */
export function coverage(
  db: Db,
  technology: string,
  reportId: number,
): Promise<{ readonly inScope: number; readonly others: number }> {
  return one(
    db,
    z.object({ inScope: z.number(), others: z.number() }),
    sql`select count(*)::int as "inScope",
          (count(*) filter (where not exists (select from pattern_members m join patterns t on t.id = m.pattern_id
            where m.digest_id = d.id and t.report_id = ${reportId})))::int as others
        from digests d join postmortems p on p.id = d.postmortem_id
        where d.technology = ${technology} and ${counts}`,
  )
}
