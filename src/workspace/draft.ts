import type { Message } from './model.ts'
import type { WorkspaceState } from './state.ts'

type Author = { readonly state: WorkspaceState; readonly installation: { readonly botUserId: string } }

/** An empty message of the bot that is dated now, to be filled in. */
export function draft({ state, installation }: Author, channelId: string): Message {
  return {
    channelId,
    ts: state.nextTs(),
    threadTs: null,
    isBroadcast: false,
    userId: installation.botUserId,
    botId: null,
    text: '',
    blocks: [],
    reactions: [],
    files: [],
    metadata: null,
    edited: null,
    ephemeralTo: null,
    unfurls: { links: false, media: true },
  }
}
