import { sendPublish } from '../../jobs/publish-digest.ts'
import { sendDelivery } from '../../jobs/send-delivery.ts'
import { resave } from '../../jobs/thread-answer.ts'
import { settleDispute } from '../../store/curation.ts'
import { transaction } from '../../store/database.ts'
import { digestById } from '../../store/digests.ts'
import { postAt } from '../../store/posts.ts'
import { idFrom } from '../action-ids.ts'
import { type Click, type ClickArguments, clickIn } from '../click.ts'
import type { Front } from '../front.ts'
import { curationContent } from '../overview.ts'
import { render } from '../render.ts'
import { whisper } from '../whisper.ts'
import { publishHome } from './home.ts'

const notAllowed = 'Only curators settle this. Whoever runs Lode names them in SLACK_CURATORS.'

/** A curator decides about a digest that one of them disputes: it stays out of the patterns, or comes back. */
export function settle(front: Front, outcome: 'upheld' | 'dismissed'): (args: ClickArguments) => Promise<void> {
  return async (args) => {
    await args.ack()
    const { workshop, access } = front
    const click = clickIn(args.body)
    const digest = await digestById(workshop.database.pool, idFrom(click.value))
    if ((await access.standingOf(click.person)) !== 'curator') return whisper(args.client, click, { text: notAllowed })
    if (digest)
      await transaction(workshop.database.pool, async (tx) => {
        await settleDispute(tx, digest.id, { outcome, by: click.person })
        await sendPublish(tx, workshop, digest.postmortemId)
      })
    await showWhatIsLeft(front, args, click)
  }
}

/** The list stands on the home tab, in a message for one person, or in a thread for all. */
async function showWhatIsLeft(front: Front, { respond }: ClickArguments, click: Click): Promise<void> {
  const { person, channel, ts, isEphemeral } = click
  if (channel === null) return publishHome(front, person)
  const content = await curationContent(front, person)
  if (isEphemeral) {
    await respond({ replace_original: true, response_type: 'ephemeral', ...render(content) })
    return
  }
  const { database, boss } = front.workshop
  await transaction(database.pool, async (tx) => {
    const post = ts === null ? null : await postAt(tx, channel, ts)
    if (!post) return
    await resave(tx, post, content)
    await sendDelivery(tx, boss, channel)
  })
}
