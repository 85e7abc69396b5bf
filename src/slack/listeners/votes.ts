import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt'
import { thumbOf } from '../../curation/thumbs.ts'
import { cast, castByButton } from '../../jobs/cast-vote.ts'
import { transaction } from '../../store/database.ts'
import { isNewEvent } from '../../store/inbox.ts'
import { type Post, postAt, postByKey } from '../../store/posts.ts'
import { thumbFrom } from '../action-ids.ts'
import { type ClickArguments, clickIn } from '../click.ts'
import type { Front } from '../front.ts'
import { reasonModal } from '../modals.ts'
import { voteSubject } from '../vote-subject.ts'
import { whisper } from '../whisper.ts'
import { whyBlocks } from '../why-blocks.ts'

type ReactionArguments = SlackEventMiddlewareArgs<'reaction_added' | 'reaction_removed'> & AllMiddlewareArgs

/** Thumbs that are put on or taken off one of our messages. */
export function reaction({ workshop, access }: Front): (args: ReactionArguments) => Promise<void> {
  return async ({ event, body, client }) => {
    const { user, reaction: name, item, event_ts } = event
    if (thumbOf(name) === null || item.type !== 'message') return
    const standing = await access.standingOf(user)
    if (standing === 'stranger') return
    const sign = { name, isPresent: event.type === 'reaction_added', happenedAt: Number(event_ts) }
    const rejected = await transaction(workshop.database.pool, async (tx) => {
      if (!(await isNewEvent(tx, 'slack', body.event_id))) return null
      const post = await postAt(tx, item.channel, item.ts)
      return post && (await cast(tx, workshop, post, { id: user, standing }, [sign])) ? post : null
    })
    if (!rejected) return
    // A reaction brings nothing to open a form with: the person gets a button that does.
    await whisper(client, { ...rejected, person: user }, whyBlocks(rejected.key))
  }
}

/** The thumbs under a message. A click can't be taken back, only turned. */
export function thumbButton({ workshop, access }: Front): (args: ClickArguments) => Promise<void> {
  return async ({ ack, body, client }) => {
    await ack()
    const { channel, ts, threadTs, person, trigger, value, at } = clickIn(body)
    const thumb = thumbFrom(value)
    const post = channel !== null && ts !== null ? await postAt(workshop.database.pool, channel, ts) : null
    const standing = await access.standingOf(person)
    if (standing === 'stranger' || channel === null) return
    if (!post) {
      const text = 'This message is not on record yet. Please try again in a moment.'
      return whisper(client, { person, channel, threadTs }, { text })
    }
    await transaction(workshop.database.pool, (tx) =>
      castByButton(tx, workshop, post, { id: person, standing }, { thumb, at }),
    )
    if (thumb === 'down') await client.views.open({ trigger_id: trigger, view: reasonForm(post) })
  }
}

/** The button of somebody who reacted with 👎 and is asked why. */
export function whyButton({ workshop }: Front): (args: ClickArguments) => Promise<void> {
  return async ({ ack, body, client }) => {
    await ack()
    const { trigger, value } = clickIn(body)
    const post = await postByKey(workshop.database.pool, String(value))
    if (post) await client.views.open({ trigger_id: trigger, view: reasonForm(post) })
  }
}

function reasonForm({ key, shows }: Post) {
  return reasonModal({ metadata: key, shows: voteSubject(shows) })
}
