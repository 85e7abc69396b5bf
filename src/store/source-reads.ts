import { z } from 'zod'
import { type Db, rows, run, sql } from './sql.ts'

/** How far a source was read: all changes up to `readUntil`, and a full list of what it holds at `listedAt`. */
export type SourceRead = { readonly readUntil: Date; readonly listedAt: Date }

export async function lastRead(db: Db, source: string): Promise<SourceRead | null> {
  const found = await rows(
    db,
    z.object({ readUntil: z.date(), listedAt: z.date() }),
    sql`select read_until as "readUntil", listed_at as "listedAt" from source_reads where source = ${source}`,
  )
  return found[0] ?? null
}

export function saveRead(db: Db, source: string, { readUntil, listedAt }: SourceRead): Promise<number> {
  return run(
    db,
    sql`insert into source_reads (source, read_until, listed_at) values (${source}, ${readUntil}, ${listedAt})
        on conflict (source) do update set read_until = excluded.read_until, listed_at = excluded.listed_at`,
  )
}
