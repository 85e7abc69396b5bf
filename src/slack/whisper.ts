import type { WebClient } from '@slack/web-api'
import type { MessageBlock } from '../block-kit/chart-block.ts'

/** To whom, and where that person is looking; without a channel, or in a direct one, it is a direct message. */
export type Ear = { readonly person: string; readonly channel: string | null; readonly threadTs: string | null }

/** Says something that only this person sees. */
export async function whisper(
  client: WebClient,
  { person, channel, threadTs }: Ear,
  message: { readonly text: string; readonly blocks?: MessageBlock[] },
): Promise<void> {
  if (channel === null || channel.startsWith('D')) {
    await client.chat.postMessage({ channel: person, ...message })
    return
  }
  await client.chat.postEphemeral({
    channel,
    user: person,
    ...message,
    ...(threadTs !== null && { thread_ts: threadTs }),
  })
}
