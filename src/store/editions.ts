import { z } from 'zod'
import { type Db, id, json, jsonb, rows, run, sql } from './sql.ts'

/** How many incidents a line of patterns had when the one-pager was last told. */
export type LineCount = { readonly line: number; readonly name: string; readonly incidents: number }

export type Edition = { readonly counts: readonly LineCount[]; readonly publishedAt: Date }

/**
 * Notes what a technology's one-pager says now, unless it is what it said last. Resolves to the edition before: what is new is
 * told against it; null for a first one.
 */
export async function publishEdition(
  db: Db,
  technology: string,
  counts: readonly LineCount[],
): Promise<Edition | null> {
  const shape = z.object({ id, counts: json<readonly LineCount[]>(), publishedAt: z.date() })
  const [last, before] = await rows(
    db,
    shape,
    sql`select id, counts, published_at as "publishedAt" from editions where technology = ${technology} order by id desc limit 2`,
  )
  if (last && isSame(last.counts, counts)) return before ?? null
  await run(db, sql`insert into editions (technology, counts) values (${technology}, ${jsonb(counts)})`)
  return last ?? null
}

function isSame(one: readonly LineCount[], other: readonly LineCount[]): boolean {
  const key = (counts: readonly LineCount[]): string =>
    counts
      .map(({ line, incidents }) => `${line}:${incidents}`)
      .sort()
      .join()
  return key(one) === key(other)
}
