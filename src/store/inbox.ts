import { type Db, run, sql } from './sql.ts'

/** Takes in an event of another system, in the transaction of its effect. False: it was handled before. */
export async function isNewEvent(db: Db, source: string, eventId: string): Promise<boolean> {
  const added = await run(
    db,
    sql`insert into inbox (event_id, source) values (${`${source}:${eventId}`}, ${source}) on conflict do nothing`,
  )
  return added === 1
}

/** Forgets events that nobody can deliver again. */
export function forgetOldEvents(db: Db): Promise<number> {
  return run(db, sql`delete from inbox where received_at < now() - interval '30 days'`)
}
