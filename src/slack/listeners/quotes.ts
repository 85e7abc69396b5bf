import { digestById } from '../../store/digests.ts'
import { idFrom } from '../action-ids.ts'
import { type ClickArguments, clickIn } from '../click.ts'
import type { Front } from '../front.ts'
import { quotesModal } from '../modals.ts'
import { whisper } from '../whisper.ts'

/** The document's own words behind each sentence of a digest. */
export function showQuotes({ workshop }: Front): (args: ClickArguments) => Promise<void> {
  return async ({ ack, body, client }) => {
    await ack()
    const click = clickIn(body)
    const digest = await digestById(workshop.database.pool, idFrom(click.value))
    if (!digest)
      return whisper(client, click, {
        text: 'This digest is being made anew, or was withdrawn. Look again in a moment.',
      })
    const view = quotesModal(digest.title, digest.sentences, digest.url)
    await client.views.open({ trigger_id: click.trigger, view })
  }
}
