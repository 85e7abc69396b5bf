import type { PgBoss } from 'pg-boss'
import { channelsWithWork } from '../store/outbox.ts'
import type { Db } from '../store/sql.ts'
import type { Workshop } from './job.ts'
import { sendIn } from './queue.ts'

/** The job that brings a channel to where it says what the outbox wants. */
export const deliverPosts = 'deliver-posts'

/** There is something to deliver; one waiting job for each channel is enough. */
export async function sendDelivery(tx: Db, boss: PgBoss, channel: string): Promise<void> {
  await sendIn(tx, boss, deliverPosts, { channel }, { singletonKey: channel })
}

/** After a restart, whatever was left is taken up again. */
export async function sendDeliveries({ database, boss }: Workshop): Promise<void> {
  for (const channel of await channelsWithWork(database.pool)) await sendDelivery(database.pool, boss, channel)
}
