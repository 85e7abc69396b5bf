import type { Message, View } from '../../../src/workspace/model.ts'
import type { Workspace } from '../../../src/workspace/workspace.ts'

/** Collects what the app shows anybody from now on; messages and views that are changed in each of their forms. */
export function allShown({ state }: Workspace): ReadonlySet<Message | View> {
  const shown = new Set<Message | View>()
  state.changes.on('change', ({ kind, id }) => {
    const view = kind === 'view' ? state.view(id) : undefined
    if (view) shown.add(view)
    const messages = kind === 'channel' ? state.history(id) : kind === 'person' ? state.ephemeralsOf(id) : []
    for (const message of messages)
      for (const one of [message, ...state.replies(id, message.ts)]) if (one.botId !== null) shown.add(one)
  })
  return shown
}
