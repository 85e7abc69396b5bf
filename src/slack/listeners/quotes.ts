import { digestById } from '../../store/digests.ts'
import { idFrom } from '../action-ids.ts'
import { type ClickArguments, clickIn } from '../click.ts'
import type { Front } from '../front.ts'
import { quotesModal } from '../modals.ts'

/** The document's own words behind each sentence of a digest. */
export function showQuotes({ workshop }: Front): (args: ClickArguments) => Promise<void> {
  return async ({ ack, body, client }) => {
    await ack()
    const { trigger, value, channel, person: user, threadTs } = clickIn(body)
    const digest = await digestById(workshop.database.pool, idFrom(value))
    if (!digest && channel !== null) {
      const text = 'This digest is being made anew, or was withdrawn. Look again in a moment.'
      await client.chat.postEphemeral({ channel, user, text, ...(threadTs !== null && { thread_ts: threadTs }) })
    }
    if (!digest) return
    await client.views.open({ trigger_id: trigger, view: quotesModal(digest.title, digest.sentences, digest.url) })
  }
}
