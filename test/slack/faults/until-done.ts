import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { vi } from 'vitest'
import { deliverPostsJob } from '../../../src/jobs/deliver-posts.ts'
import { jobs } from '../../../src/jobs/jobs.ts'
import { pendingJobs } from '../../../src/jobs/queue.ts'
import { syncSourceJob } from '../../../src/jobs/sync-source.ts'
import { savePost } from '../../../src/store/posts.ts'
import type { Message } from '../../../src/workspace/model.ts'
import type { RunningFront } from '../../support/a-front.ts'
import { messagesIn } from '../../support/shown-text.ts'

const jobNames = jobs.map((job) => job.name)

/** Puts documents into the folder and has it read; what follows from that comes by itself. */
export async function put(
  { folder, workshop }: Pick<RunningFront, 'folder' | 'workshop'>,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text)
  await workshop.boss.send(syncSourceJob.name, {}, { singletonKey: 'sync' })
}

/**
 * Lets go all events that were held back and waits until no job is left, with every retry brought forward. Whether all
 * was said then is for the test to ask.
 */
export async function untilDone(front: RunningFront): Promise<void> {
  const { pool, workspace, workshop, hurry, settled } = front
  workspace.deliveries.release()
  const isDone = async (): Promise<boolean> => {
    await workspace.deliveries.idle()
    if ((await pendingJobs(pool, jobNames)) === 0) return true
    await hurry()
    // Workers look at what is due when something new comes, long before they look by themselves.
    await workshop.boss.send(deliverPostsJob.name, { channel: 'C0NOWHERE' }, { singletonKey: 'nowhere' })
    return false
  }
  await vi.waitUntil(isDone, { timeout: 100_000, interval: 25 })
  // Over a socket events are acknowledged before anything is done about them.
  await settled()
  if ((await pendingJobs(pool, jobNames)) > 0) await untilDone(front)
}

/** Puts short messages into the outbox, with the job that delivers them. */
export async function noted(
  { pool, workshop }: Pick<RunningFront, 'pool' | 'workshop'>,
  channel: string,
  keys: readonly string[],
): Promise<void> {
  for (const key of keys) await savePost(pool, { key, channel, shows: { kind: 'note', text: key } })
  await workshop.boss.send(deliverPostsJob.name, { channel }, { singletonKey: channel })
}

/** The key that the outbox gave a message. */
export function keyOf({ metadata }: Message): string | null {
  const key = metadata?.event_payload.key
  return typeof key === 'string' ? key : null
}

/** The keys of all messages of the app in a channel, sorted; one that was posted twice is there twice. */
export function keysIn(front: Pick<RunningFront, 'people'>, channel: string): string[] {
  return messagesIn(front, channel)
    .flatMap((message) => keyOf(message) ?? [])
    .sort()
}

/** What the outbox holds and Slack does not show, with the reason where there is one. */
export async function unsaid({ pool }: Pick<RunningFront, 'pool'>): Promise<unknown[]> {
  const { rows } = await pool.query('select key, trouble from posts where wanted is distinct from shown order by seq')
  return rows
}
