import type {
  AllMiddlewareArgs,
  MessageShortcut,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt'
import { z } from 'zod'
import { castByButton, explain } from '../../jobs/cast-vote.ts'
import { transaction } from '../../store/database.ts'
import { postAt, postByKey } from '../../store/posts.ts'
import type { Front } from '../front.ts'
import { reasonFrom, reasonModal } from '../modals.ts'
import { voteSubject } from '../vote-subject.ts'
import { whisper } from '../whisper.ts'

type ShortcutArguments = SlackShortcutMiddlewareArgs<MessageShortcut> & AllMiddlewareArgs
type ViewArguments = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs

/** "Wrong attribution" on a message: the form, with that reason chosen. */
export function wrongAttribution({ workshop }: Front): (args: ShortcutArguments) => Promise<void> {
  return async ({ ack, shortcut, client }) => {
    await ack()
    const { channel, message, trigger_id, user } = shortcut
    const post = await postAt(workshop.database.pool, channel.id, message.ts)
    if (post) {
      const { key, shows } = post
      const view = reasonModal({ metadata: key, shows: voteSubject(shows), preset: 'wrong_attribution' })
      await client.views.open({ trigger_id, view })
      return
    }
    const text = 'This message is none of Lode’s. Use the shortcut on a digest in one of its threads.'
    const threadTs = z
      .string()
      .nullable()
      .catch(null)
      .parse(message.thread_ts ?? null)
    await whisper(client, { person: user.id, channel: channel.id, threadTs }, { text })
  }
}

/** The form was sent: a 👎 with its reason. Who came by the shortcut has not voted yet, and does now. */
export function reasonForm({ workshop, access }: Front): (args: ViewArguments) => Promise<void> {
  return async ({ ack, body, view, client }) => {
    const why = reasonFrom(view.state.values)
    await ack()
    const { id } = body.user
    const post = await postByKey(workshop.database.pool, view.private_metadata)
    const standing = await access.standingOf(id)
    if (!post || standing === 'stranger') return
    const voter = { id, standing }
    await transaction(workshop.database.pool, async (tx) => {
      if (await explain(tx, workshop, post, voter, why)) return
      await castByButton(tx, workshop, post, voter, { thumb: 'down', at: workshop.now().getTime() / 1_000 })
      await explain(tx, workshop, post, voter, why)
    })
    const isOut = why.reason === 'wrong_attribution' && standing === 'curator' && post.digestId !== null
    const text = isOut
      ? 'Thank you. This digest is out of the patterns until the question is settled: /lode curate.'
      : 'Thank you. Your vote and its reason are kept with the answer that they are about.'
    await whisper(client, { ...post, person: id }, { text })
  }
}
