import type { Channel, Person } from '../model.ts'
import type { WorkspaceState } from '../state.ts'
import type { Workspace } from '../workspace.ts'
import type { Names } from './blocks/surroundings.ts'
import type { Features } from './features.ts'

/** What the page shows, and through which its people act. */
export type PageWorkspace = Pick<Workspace, 'state' | 'people' | 'app'> & Features

/** What one person sees of the workspace. `pressed` holds which feedback buttons they have used. */
export type Viewer = { readonly workspace: PageWorkspace; readonly person: Person; readonly pressed: Pressed }

/** By `pressedKey`: the value of the feedback button that was pressed last. */
export type Pressed = ReadonlyMap<string, string>

/** Identifies the feedback buttons of one message for one person. */
export function pressedKey(userId: string, channelId: string, ts: string, actionId: string): string {
  return [userId, channelId, ts, actionId].join(' ')
}

/** What people are called: the name they chose, or their handle. */
export function displayName(person: Person | undefined): string {
  return person?.realName || person?.name || 'Somebody'
}

/** Whom one can be: everybody but bots and people who left. */
export function actors(state: WorkspaceState): readonly Person[] {
  return state.people().filter(({ kind, isDeleted }) => kind !== 'bot' && !isDeleted)
}

/** The channels that a person is in. Like Slack's own client, the page shows no others. */
export function visibleChannels(state: WorkspaceState, person: Person): readonly Channel[] {
  return state.channels().filter(({ kind, members }) => kind !== 'im' && members.includes(person.id))
}

/** Whether a person may look into a channel or direct message. */
export function maySee(state: WorkspaceState, person: Person, channelId: string): boolean {
  return state.channel(channelId)?.members.includes(person.id) ?? false
}

/** How ids are shown in this workspace. */
export function namesIn(state: WorkspaceState): Names {
  return {
    person: (id) => state.person(id)?.name ?? null,
    channel: (id) => state.channel(id)?.name || null,
    group: (id) => state.group(id)?.handle ?? null,
  }
}
