import { z } from 'zod'
import { type Db, json, jsonb, rows, run, sql } from './sql.ts'

/** How many incidents a line of patterns had when it was told. */
export type LineCount = { readonly line: number; readonly name: string; readonly incidents: number }

export type Edition = { readonly counts: readonly LineCount[]; readonly publishedAt: Date }

/**
 * Notes what an answer about a technology says now. Resolves to what it is to be compared with: the latest earlier answer that
 * said something else, or the latest one when all said the same; null for the first.
 */
export async function publishEdition(
  db: Db,
  {
    key,
    technology,
    counts,
  }: { readonly key: string; readonly technology: string; readonly counts: readonly LineCount[] },
): Promise<Edition | null> {
  const ordered = [...counts].sort((a, b) => a.line - b.line)
  const shape = z.object({ counts: json<readonly LineCount[]>(), publishedAt: z.date() })
  await run(
    db,
    sql`insert into editions (key, technology, counts) values (${key}, ${technology}, ${jsonb(ordered)})
        on conflict (key) do update set counts = excluded.counts`,
  )
  const found = await rows(
    db,
    shape,
    sql`select e.counts, e.published_at as "publishedAt" from editions e join editions own on own.key = ${key}
        where e.technology = ${technology} and e.id < own.id
        order by e.counts <> own.counts desc, e.id desc limit 1`,
  )
  return found[0] ?? null
}
