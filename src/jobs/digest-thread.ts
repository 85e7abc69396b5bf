import { isDeepStrictEqual } from 'node:util'
import type { Content, DigestContent } from '../content.ts'
import { type Post, savePost } from '../store/posts.ts'
import type { Db } from '../store/sql.ts'

type Thread = {
  readonly channel: string
  readonly postmortemId: number
  readonly posts: readonly Post[]
  readonly contents: ReadonlyMap<string, DigestContent>
  readonly answers: ReadonlyMap<string, { readonly answerKeys: readonly string[]; readonly digestId?: number }>
  readonly today: Date
}

/** What the thread says no more is taken back; an edit that changes anything is noted on the message that begins it. */
export async function writeThread(
  tx: Db,
  { channel, postmortemId, posts, contents, answers, today }: Thread,
): Promise<void> {
  const root = `digest:${postmortemId}:${channel}`
  const former = new Map(posts.map((post) => [post.key, post.shows]))
  const keyed = new Map(
    [...contents].map(([name, content]) => [name === 'digest' ? root : `${root}:${name}`, { name, content }]),
  )
  const isEdited = [...keyed].some(([key, { content }]) => former.has(key) && !saysTheSame(former.get(key), content))
  const gone = posts.filter((post) => !keyed.has(post.key) && post.shows.kind !== 'removed')
  for (const [key, { name, content }] of keyed) {
    const updatedOn = isEdited || gone.length > 0 ? today.toISOString().slice(0, 10) : updatedOnOf(former.get(root))
    const shows = content.kind === 'digest' ? { ...content, updatedOn } : content
    await savePost(tx, {
      key,
      channel,
      postmortemId,
      shows,
      ...(key !== root && { threadKey: root }),
      ...answers.get(name),
    })
  }
  for (const { key, threadKey } of gone)
    await savePost(tx, {
      key,
      channel,
      postmortemId,
      shows: { kind: 'removed', why: 'edited' },
      ...(threadKey && { threadKey }),
    })
}

/** Neighbours come and go with other incidents, disputes with curators; what was taken back comes back: these are no edits. */
function saysTheSame(former: Content | undefined, content: DigestContent): boolean {
  if (content.kind === 'similar' || former?.kind === 'removed') return true
  if (content.kind === 'digest' && former?.kind === 'digest')
    return isDeepStrictEqual(
      { ...former, updatedOn: null, recurrence: [], isWithdrawn: false },
      { ...content, recurrence: [] },
    )
  if (content.kind === 'finding' && former?.kind === 'finding')
    return isDeepStrictEqual({ ...former, dispute: null }, { ...content, dispute: null })
  return isDeepStrictEqual(former, content)
}

function updatedOnOf(root: Content | undefined): string | null {
  return root?.kind === 'digest' ? root.updatedOn : null
}
