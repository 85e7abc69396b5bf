import type { Content } from '../content.ts'
import { transaction } from '../store/database.ts'
import { holdPost, type Post, postByKey, postsNaming } from '../store/posts.ts'
import { reportById } from '../store/reports.ts'
import type { Workshop } from './job.ts'
import { sendPages } from './kept-pages.ts'
import { publishProposals } from './publish-opportunities.ts'
import { publishReport } from './publish-report.ts'
import { sendDelivery } from './send-delivery.ts'
import { resave } from './thread-answer.ts'

/**
 * A postmortem is withdrawn, restricted or held: no message of another thread may name it any longer. One-pagers are
 * counted anew; short answers of the past lose it.
 */
export async function forgetIncident(workshop: Workshop, postmortemId: number): Promise<void> {
  const { pool } = workshop.database
  const roots = new Set<string>()
  for (const post of await postsNaming(pool, postmortemId)) {
    if (post.reportId !== null) roots.add(post.threadKey ?? post.key)
    else await forgetIn(workshop, post, postmortemId)
  }
  for (const key of roots) await recount(workshop, key)
  await sendPages(pool, workshop, null)
}

async function recount(workshop: Workshop, rootKey: string): Promise<void> {
  const { pool } = workshop.database
  const root = await postByKey(pool, rootKey)
  const stored = root && root.reportId !== null ? await reportById(pool, root.reportId) : null
  if (!root || !stored || !('progress' in root.shows)) return
  const { technology } = root.shows
  await publishReport(workshop, root, technology, stored)
  await publishProposals(workshop, root, technology, stored)
}

/** It may have changed since it was found: what was taken back from it meanwhile must not come back. */
async function forgetIn({ database, boss }: Workshop, { key }: Post, postmortemId: number): Promise<void> {
  await transaction(database.pool, async (tx) => {
    const post = await holdPost(tx, key)
    if (!post) return
    await resave(tx, post, without(post.shows, postmortemId))
    await sendDelivery(tx, boss, post.channel)
  })
}

/** What a message still says when one incident may not be named in it. */
function without(shows: Content, postmortemId: number): Content {
  if (shows.kind === 'removed') return shows
  const isOther = (one: { readonly postmortemId: number }): boolean => one.postmortemId !== postmortemId
  if (shows.kind === 'digest')
    return {
      ...shows,
      recurrence: shows.recurrence.map((one) => ({
        ...one,
        ...(one.earlier && { earlier: one.earlier.filter(isOther) }),
      })),
    }
  const rest = shows.kind === 'similar' ? shows.incidents.filter(isOther) : []
  return rest.length > 0 ? { kind: 'similar', incidents: rest } : { kind: 'removed', why: 'edited' }
}
