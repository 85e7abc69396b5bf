import { z } from 'zod'
import { ApiError } from './api-error.ts'
import type { AppIdentity, Installation } from './app-identity.ts'
import { elementsIn, entered, isEmpty } from './elements.ts'
import { interact } from './interactions.ts'
import { pushModal, readView, replaceView } from './modals.ts'
import type { StateValues, View } from './model.ts'
import type { Parts } from './parts.ts'
import type { Entries, Submission } from './people.ts'
import { personIn, seenView } from './presence.ts'
import { viewJson } from './view-json.ts'

/** Fills a modal in and submits it. What Slack's own client would not send is refused here too. */
export async function submitModal(parts: Parts, userId: string, viewId: string, entries: Entries): Promise<Submission> {
  const open = seenView(parts, userId, viewId)
  const view: View = { ...open, values: filledIn(open, entries), errors: {} }
  const missing = requiredButEmpty(view)
  if (Object.keys(missing).length > 0) {
    parts.state.putView({ ...view, errors: missing })
    return { outcome: 'refused', result: 'errors' }
  }
  parts.state.putView(view)
  const reception = await interact(parts, personIn(parts, userId), installationOf(parts.app, view), {
    type: 'view_submission',
    view: viewJson(parts.app, view),
    response_urls: [],
  })
  if (reception.outcome !== 'acknowledged') return { outcome: reception.outcome, result: 'unchanged' }
  return settle(parts, view, reception.body)
}

/** An answer that Slack can do nothing with leaves the modal as it was. */
function settle(parts: Parts, view: View, body: unknown): Submission {
  try {
    return { outcome: 'acknowledged', result: answer(parts, parts.state.view(view.id) ?? view, body) }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { outcome: 'dispatch_failed', result: 'unchanged' }
  }
}

/** Closes a modal, and tells the app when it asked for that. */
export async function closeModal(parts: Parts, userId: string, viewId: string): Promise<void> {
  const view = seenView(parts, userId, viewId)
  parts.state.closeModals(userId, viewId)
  if (!view.notifyOnClose) return
  await interact(parts, personIn(parts, userId), installationOf(parts.app, view), {
    type: 'view_closed',
    trigger_id: undefined,
    view: viewJson(parts.app, view),
    is_cleared: false,
  })
}

const responseAction = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
  z.object({ response_action: z.literal('clear') }),
])

/** What the app answered a submission with: nothing closes the modal. */
function answer({ state }: Parts, view: View, body: unknown): Submission['result'] {
  const isNothing = typeof body !== 'object' || body === null || !('response_action' in body)
  if (isNothing) {
    state.closeModals(view.userId, view.id)
    return 'closed'
  }
  const action = responseAction.safeParse(body)
  if (!action.success) throw new ApiError('invalid_response_action')
  const { data } = action
  switch (data.response_action) {
    case 'errors':
      state.putView({ ...view, errors: data.errors })
      return 'errors'
    case 'update':
      replaceView(state, view, readView(data.view, 'modal'))
      return 'updated'
    case 'push':
      pushModal(state, view, readView(data.view, 'modal'))
      return 'pushed'
    case 'clear':
      state.closeModals(view.userId)
      return 'cleared'
  }
}

function filledIn({ blocks, values }: View, entries: Entries): StateValues {
  const filled: Record<string, StateValues[string]> = { ...values }
  const unknown = new Set(Object.keys(entries))
  for (const { block, actionId, element } of elementsIn(blocks)) {
    const name = [`${block.block_id}/${actionId}`, actionId].find((candidate) => candidate in entries)
    const entry = name === undefined ? undefined : entries[name]
    if (name === undefined || entry === undefined) continue
    unknown.delete(name)
    filled[block.block_id] = { ...filled[block.block_id], [actionId]: entered(element, entry) }
  }
  if (unknown.size > 0) throw new Error(`The modal has no input ${[...unknown].join(', ')}.`)
  return filled
}

function requiredButEmpty({ blocks, values }: View): Readonly<Record<string, string>> {
  const required = elementsIn(blocks).filter(({ block }) => block.type === 'input' && block.optional !== true)
  return Object.fromEntries(
    required
      .filter(({ block, actionId }) => isEmpty(values[block.block_id]?.[actionId]))
      .map(({ block }) => [block.block_id, 'Please fill this in.']),
  )
}

function installationOf({ installations }: AppIdentity, { teamId }: View): Installation {
  return installations.find(({ team }) => team.id === teamId) ?? installations[0]
}
