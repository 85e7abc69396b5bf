import { questionFrom } from '../action-ids.ts'
import { askFold } from '../answer.ts'
import { type ClickArguments, clickIn } from '../click.ts'
import type { Front } from '../front.ts'
import { render } from '../render.ts'
import { whisper } from '../whisper.ts'

/** A button that asks the fold, as a command would; on the home tab the answer comes as a direct message. */
export function askButton(
  front: Front,
  kind: 'report' | 'opportunities',
  refresh: boolean,
): (args: ClickArguments) => Promise<void> {
  return async ({ ack, body, client }) => {
    await ack()
    const { person, channel: here, ts, threadTs, isEphemeral, trigger: id, value } = clickIn(body)
    const { technology: name, filter } = questionFrom(value)
    const channel = here ?? (await directMessageWith(front, person))
    const content = await askFold(front, kind, { name, filter, refresh }, { person, channel, threadTs: null, id })
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
