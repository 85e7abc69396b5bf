import { questionFrom } from '../action-ids.ts'
import { answer } from '../answer.ts'
import { type ClickArguments, clickIn } from '../click.ts'
import type { Front } from '../front.ts'
import { render } from '../render.ts'
import { whisper } from '../whisper.ts'

/** A button that asks the fold, as a command would; on the home tab the answer comes as a direct message. */
export function askButton(
  front: Front,
  subject: 'patterns' | 'opportunities',
  isAnew: boolean,
): (args: ClickArguments) => Promise<void> {
  return async ({ ack, body, client }) => {
    await ack()
    const { person, channel: here, ts, threadTs, isEphemeral, trigger: id, value } = clickIn(body)
    const { technology, since } = questionFrom(value)
    const words = [subject, technology, ...(since === null ? [] : ['since', since]), ...(isAnew ? ['refresh'] : [])]
    const channel = here ?? (await directMessageWith(front, person))
    const request = { words: words.join(' '), person, channel, threadTs: null, id }
    const content = await answer(front, request)
    if (here === null || !content) return
    const place = isEphemeral ? threadTs : (threadTs ?? ts)
    await whisper(client, { person, channel, threadTs: place }, render(content))
  }
}

async function directMessageWith({ client }: Front, person: string): Promise<string> {
  const { channel } = await client.conversations.open({ users: person })
  if (!channel?.id) throw new Error('Slack opened no direct message')
  return channel.id
}
