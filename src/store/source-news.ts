import { z } from 'zod'
import { type Db, rows, run, sql } from './sql.ts'

/** A tool has told of a document: what was read of it before may be old. */
export function noteNews(db: Db, tool: string, sourceId: string): Promise<number> {
  return run(
    db,
    sql`insert into source_news (tool, source_id) values (${tool}, ${sourceId})
        on conflict (tool, source_id) do update set told_at = clock_timestamp()`,
  )
}

/** Whether a tool has told of a document since then, by the database's clock. */
export async function hasNews(db: Db, tool: string, sourceId: string, since: Date): Promise<boolean> {
  const found = await rows(
    db,
    z.object({ told: z.boolean() }),
    sql`select true as told from source_news where tool = ${tool} and source_id = ${sourceId} and told_at >= ${since}`,
  )
  return found.length > 0
}
