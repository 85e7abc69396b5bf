import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt'
import { sendDelivery } from '../../jobs/send-delivery.ts'
import { transaction } from '../../store/database.ts'
import { isNewEvent } from '../../store/inbox.ts'
import { postByKey, savePost } from '../../store/posts.ts'
import { answer } from '../answer.ts'
import type { Front } from '../front.ts'
import { unescaped } from '../words-typed.ts'

type Mention = {
  readonly id: string
  readonly person: string
  readonly channel: string
  readonly threadTs: string | null
  readonly words: string
}

/** The app is mentioned, in a thread most of the time: slash commands don't work there. */
export function mention(
  front: Front,
): (args: SlackEventMiddlewareArgs<'app_mention'> & AllMiddlewareArgs) => Promise<void> {
  return async ({ event, body }) => {
    const { user: person, channel, text, thread_ts: threadTs, ts } = event
    if (!person) return
    const words = unescaped(text.replaceAll(/<@[UW][A-Z0-9]+(\|[^>]*)?>/g, ' '))
    await reply(front, { id: body.event_id, person, channel, threadTs: threadTs ?? ts, words })
  }
}

/** A message to the app itself. What it wrote there, and edits, are none. */
export function directMessage(
  front: Front,
): (args: SlackEventMiddlewareArgs<'message'> & AllMiddlewareArgs) => Promise<void> {
  return async ({ event, body }) => {
    if (event.subtype !== undefined || event.channel_type !== 'im' || !event.text || event.bot_id) return
    const { user: person, channel, text, thread_ts: threadTs = null } = event
    await reply(front, { id: body.event_id, person, channel, threadTs, words: unescaped(text) })
  }
}

/**
 * Everything is keyed by the event's id: doing it twice writes it once. The event counts as handled only after that, so
 * that a crash in between loses nothing where Slack delivers again.
 */
async function reply(front: Front, { id, person, channel, threadTs, words }: Mention): Promise<void> {
  const { database, boss } = front.workshop
  const key = `reply:${id}`
  if (await postByKey(database.pool, key)) return
  const shows = await answer(front, { words, person, channel, threadTs, id })
  await transaction(database.pool, async (tx) => {
    if (!(await isNewEvent(tx, 'slack', id)) || !shows) return
    await savePost(tx, { key, channel, isUrgent: true, shows, ...(threadTs !== null && { threadTs }) })
    await sendDelivery(tx, boss, channel)
  })
}
