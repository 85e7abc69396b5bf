import type { Content } from '../content.ts'
import { transaction } from '../store/database.ts'
import { type Post, repliesTo, savePost } from '../store/posts.ts'
import type { Db } from '../store/sql.ts'
import type { Workshop } from './job.ts'
import { sendDelivery } from './send-delivery.ts'

/** One message of an answer. `name` tells it apart within its thread. */
export type Part = {
  readonly name: string
  readonly shows: Content
  readonly answerKeys: readonly string[]
  readonly opportunityId?: number
}

/** Puts an answer in place of the message that announced it, and its parts below; parts of a former answer go. */
export async function writeAnswer(
  workshop: Workshop,
  root: Post,
  reportId: number,
  parts: readonly Part[],
): Promise<void> {
  const { database, boss } = workshop
  await transaction(database.pool, async (tx) => {
    const [head, ...replies] = parts
    if (head) await resave(tx, root, head.shows, { answerKeys: head.answerKeys, reportId })
    const kept = new Set<string>()
    for (const { name, shows, answerKeys, opportunityId } of replies) {
      const key = `${root.key}:${name}`
      kept.add(key)
      const { channel } = root
      await savePost(tx, {
        key,
        channel,
        threadKey: root.key,
        isUrgent: true,
        answerKeys,
        reportId,
        shows,
        ...(opportunityId !== undefined && { opportunityId }),
      })
    }
    for (const post of await repliesTo(tx, root.key))
      if (!kept.has(post.key)) await resave(tx, post, { kind: 'removed', why: 'edited' })
    await sendDelivery(tx, boss, root.channel)
  })
}

/** The same message with other content. */
export async function resave(
  tx: Db,
  post: Post,
  shows: Content,
  changed: { answerKeys?: readonly string[]; reportId?: number } = {},
): Promise<void> {
  const { key, channel, answerKeys, postmortemId, digestId, opportunityId, reportId } = post
  const links = Object.fromEntries(
    Object.entries({ postmortemId, digestId, opportunityId, reportId }).filter(([, id]) => id !== null),
  )
  await savePost(tx, { key, channel, isUrgent: true, answerKeys, ...links, shows, ...changed })
}
