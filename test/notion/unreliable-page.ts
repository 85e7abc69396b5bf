import { syncPageJob } from '../../src/jobs/sync-page.ts'
import type { Webhook } from '../../src/notion/webhook.ts'
import type { Queue } from '../support/a-workshop.ts'
import { currentThreads, everythingSaid } from './unreliable-outcome.ts'
import { incidents, technologies } from './unreliable-story.ts'
import { aWorld, type World } from './unreliable-world.ts'

const [{ name: stone } = { name: '' }] = technologies
/** A text about something, which comes through to the thread. */
export const about = (word: string): string =>
  `The ${stone} throttled the writes of ${word}. Nobody watched the ${stone} behind ${word}. The hot partition of the ${stone} was split for ${word}.`

/** `token` is what Notion signs with. */
export type Heard = World & { readonly webhook: Webhook; readonly token: string; readonly id: string }

/** A page about apples that is shown already, and webhooks that nobody meddles with. */
export async function aPageThatIsShown(queue: Queue, onceRead?: () => Promise<void>): Promise<Heard> {
  const world = await aWorld(queue, onceRead)
  const webhook = await world.listen()
  const token = await world.subscribe(webhook.url)
  const page = { title: 'The checkout was slow', markdown: about('apples'), dataSourceId: incidents.id }
  const { id } = world.notion.workspace.put({ ...page, properties: { Status: 'Published' } })
  await world.work()
  if (!shown(world).includes('apples')) throw new Error('The page is not shown.')
  return { ...world, webhook, token, id }
}

/** What counts in the channel. */
export const shown = ({ front }: World): string => currentThreads(front).join('\n')
/** How often the text of any page was read. */
export const reads = ({ notion }: World): number => notion.counts.get('GET /v1/pages/{id}/markdown') ?? 0

/** All that a webhook could have led to. */
export async function effectsIn(world: World) {
  const { pool } = world.front
  const { rows: jobs } = await pool.query(
    `select id from pgboss.job where name = $1 and data ->> 'source' <> 'nothing' order by id`,
    [syncPageJob.name],
  )
  const { rows: inbox } = await pool.query('select event_id from inbox order by event_id')
  const { rows: tokens } = await pool.query('select token from webhook_tokens')
  return { jobs, inbox, tokens, requests: world.notion.requests.length, said: everythingSaid(world.front) }
}
