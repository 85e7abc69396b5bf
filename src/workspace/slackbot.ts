import { draft } from './draft.ts'
import { slackbotId } from './seed.ts'
import type { WorkspaceState } from './state.ts'

/** What Slack itself tells one person, where they are. */
export function tell(
  state: WorkspaceState,
  userId: string,
  channelId: string,
  text: string,
  threadTs: string | null = null,
): void {
  const message = draft({ state, installation: { botUserId: slackbotId } }, channelId)
  state.putEphemeral(userId, { ...message, text, threadTs, ephemeralTo: userId })
}
