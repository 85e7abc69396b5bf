import { z } from 'zod'
import { type Db, rows, run, sql } from './sql.ts'

/** What a source signs its webhooks with, and since when one has proved it. */
export type WebhookToken = { readonly token: string; readonly confirmedAt: Date | null }

export async function webhookToken(db: Db, source: string): Promise<WebhookToken | null> {
  const found = await rows(
    db,
    z.object({ token: z.string(), confirmedAt: z.date().nullable() }),
    sql`select token, confirmed_at as "confirmedAt" from webhook_tokens where source = ${source}`,
  )
  return found[0] ?? null
}

/** Keeps the token of a handshake. False: one is in use already, and stays. */
export async function saveWebhookToken(db: Db, source: string, token: string): Promise<boolean> {
  const touched = await run(
    db,
    sql`insert into webhook_tokens (source, token) values (${source}, ${token})
        on conflict (source) do update set token = excluded.token where webhook_tokens.confirmed_at is null or webhook_tokens.token = excluded.token`,
  )
  return touched === 1
}

/** After this another handshake is taken. */
export function forgetWebhookToken(db: Db, source: string): Promise<number> {
  return run(db, sql`delete from webhook_tokens where source = ${source}`)
}

export function confirmWebhookToken(db: Db, source: string): Promise<number> {
  return run(db, sql`update webhook_tokens set confirmed_at = now() where source = ${source} and confirmed_at is null`)
}
