import type pg from 'pg'
import { postmortems, type RunningFront } from '../support/a-front.ts'
import { messagesIn, textOf, threadsIn } from '../support/shown-text.ts'

type Row = Readonly<Record<string, unknown>>

/** What holds now of every page, however it came to that; what was withdrawn is as if it had never been. */
export async function outcomeOf(front: RunningFront) {
  const { rows: stored } = await front.pool.query<Row>(
    `select source, source_id, revision, state, reason, title, body, url, severity, owner_team, facts, summary, dropped,
       incident_date::text, published_on::text
     from postmortems where withdrawn_at is null order by source, source_id`,
  )
  const { rows: digests } = await front.pool.query<Row>(
    `select source, source_id, technology, d.state, role, attribution, sentences, problems
     from digests d join postmortems p on p.id = postmortem_id
     where withdrawn_at is null order by source, source_id, technology`,
  )
  return { stored, digests, threads: currentThreads(front) }
}

/** The threads that count: the root of each, then its replies by their texts, without notes of when they came. */
export function currentThreads(front: Pick<RunningFront, 'people'>): string[][] {
  return threadsIn(front, postmortems)
    .map((texts) => texts.filter((text) => !takenAway.test(text)).map((text) => text.replace(notes, '').trim()))
    .filter(([root]) => root !== undefined && !root.startsWith('Withdrawn:'))
    .map(([root = '', ...replies]) => [root, ...replies.toSorted()])
    .toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1))
}

const takenAway = /^(This postmortem (was withdrawn|is restricted)|What stood here no longer holds)/
/** When it was edited, and how many incidents of its kind were known when it was posted. */
const notes = /^(Updated \d{4}-\d\d-\d\d: .*|.* on record.*)$/gm

/** Every message of the channel, hidden parts and what was struck out included. */
export function everythingSaid(front: Pick<RunningFront, 'people'>): readonly string[] {
  return messagesIn(front, postmortems).map((message) => JSON.stringify({ ...message, read: textOf(message) }))
}

/** The tables, those of the queue included, in which any of these words stands. */
export async function tablesWith(pool: pg.Pool, words: readonly string[]): Promise<string[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE' order by 1`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const pattern = words.map((word) => `%${word}%`)
    const { rowCount } = await pool.query(`select from ${name} one where one::text like any ($1) limit 1`, [pattern])
    if (rowCount) found.push(name)
  }
  return found
}
