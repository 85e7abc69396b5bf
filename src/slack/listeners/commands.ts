import { setTimeout as after } from 'node:timers/promises'
import type { AllMiddlewareArgs, RespondArguments, SlackCommandMiddlewareArgs } from '@slack/bolt'
import { answer } from '../answer.ts'
import { goesOn } from '../boundary.ts'
import type { Front } from '../front.ts'
import { render } from '../render.ts'
import { unescaped } from '../words-typed.ts'

/** Slack gives up on a command after three seconds. */
const patienceMs = 2_000

type Arguments = SlackCommandMiddlewareArgs & AllMiddlewareArgs

/** `/patterns …`, `/opportunities …` and `/lode …`: answered to the person alone, while a fold arrives by itself. */
export function command(front: Front, subject: string): (args: Arguments) => Promise<void> {
  return async ({ command: given, ack, respond }) => {
    const { text, user_id: person, channel_id: channel, trigger_id: id } = given
    const words = `${subject} ${unescaped(text)}`
    const answering = answer(front, { words, person, channel, threadTs: null, id }).then((content) =>
      content ? render(content) : { text: 'The answer arrives in this channel.' },
    )
    const first = await Promise.race([answering, after(patienceMs, null, { ref: false })])
    if (first) return ack({ response_type: 'ephemeral', ...first })
    await ack({ response_type: 'ephemeral', text: 'One moment…' })
    const say = (message: RespondArguments) =>
      respond({ ...message, response_type: 'ephemeral', replace_original: true })
    // Over HTTP even the acknowledgement waits for this function to end.
    goesOn(front, given.command, answering.then(say), (text) => say({ text }))
  }
}
