import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Change } from '../model.ts'
import { safeHeaders } from './request-guard.ts'
import { maySee, type Viewer } from './workspace-reader.ts'

const gatherMs = 40
const heartbeatMs = 15_000

/**
 * Tells one browser what to fetch again, as server-sent events: each a JSON list of `channel <id>`, `person` and
 * `view`. What changes within a blink is gathered, so that a burst of posts costs one look. Before all comes `hello` with
 * `instance`, by which a browser knows that the workspace was started anew.
 */
export function streamChanges(
  request: IncomingMessage,
  response: ServerResponse,
  { workspace, person }: Viewer,
  instance: string,
): void {
  response.writeHead(200, { ...safeHeaders, 'content-type': 'text/event-stream; charset=utf-8' })
  response.write(`retry: 1000\nevent: hello\ndata: ${instance}\n\n`)
  const gathered = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    timer = undefined
    response.write(`data: ${JSON.stringify([...gathered])}\n\n`)
    gathered.clear()
  }
  const hear = (change: Change) => {
    const name = nameOf(change)
    if (name === null) return
    gathered.add(name)
    timer ??= setTimeout(flush, gatherMs)
  }
  const nameOf = (change: Change): string | null => {
    if (change.kind === 'channel') return maySee(workspace.state, person, change.id) ? `channel ${change.id}` : null
    if (change.kind === 'person') return change.id === person.id ? 'person' : null
    return change.userId === person.id ? 'view' : null
  }
  const heartbeat = setInterval(() => response.write(':\n\n'), heartbeatMs)
  workspace.state.changes.on('change', hear)
  request.once('close', () => {
    workspace.state.changes.off('change', hear)
    clearInterval(heartbeat)
    clearTimeout(timer)
  })
}
