import { sendPublish } from '../../jobs/publish-digest.ts'
import { settleDispute } from '../../store/curation.ts'
import { transaction } from '../../store/database.ts'
import { digestById } from '../../store/digests.ts'
import { idFrom } from '../action-ids.ts'
import { type ClickArguments, clickIn } from '../click.ts'
import type { Front } from '../front.ts'
import { curationContent } from '../overview.ts'
import { render } from '../render.ts'
import { publishHome } from './home.ts'

/** A curator decides about a digest that one of them disputes: it stays out of the patterns, or comes back. */
export function settle(front: Front, outcome: 'upheld' | 'dismissed'): (args: ClickArguments) => Promise<void> {
  return async ({ ack, body, client, respond }) => {
    await ack()
    const { workshop, access } = front
    const { person, channel, value } = clickIn(body)
    const digest = await digestById(workshop.database.pool, idFrom(value))
    if (digest && (await access.standingOf(person)) === 'curator')
      await transaction(workshop.database.pool, async (tx) => {
        await settleDispute(tx, digest.id, { outcome, by: person })
        await sendPublish(tx, workshop, digest.postmortemId)
      })
    if (channel === null) return publishHome({ ...front, client }, person)
    await respond({
      replace_original: true,
      response_type: 'ephemeral',
      ...render(await curationContent(front, person)),
    })
  }
}
