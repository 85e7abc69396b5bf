import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { homeView, modalView, slackErrorsOf } from '../block-kit/limits.ts'
import { ApiError, invalid } from './api-error.ts'
import { readBlocks } from './blocks.ts'
import { stateOf } from './elements.ts'
import { newId } from './ids.ts'
import type { View } from './model.ts'
import type { WorkspaceState } from './state.ts'

const plainText = z.object({ type: z.literal('plain_text'), text: z.string(), emoji: z.boolean().default(true) })
const viewShape = z.object({
  type: z.enum(['modal', 'home']),
  blocks: z.unknown(),
  title: plainText.nullable().default(null),
  submit: plainText.nullable().default(null),
  close: plainText.nullable().default(null),
  callback_id: z.string().default(''),
  external_id: z.string().default(''),
  private_metadata: z.string().default(''),
  clear_on_close: z.boolean().default(false),
  notify_on_close: z.boolean().default(false),
})

/** What an app says of a view; the rest is the workspace's. */
export type ViewContent = Omit<View, 'id' | 'userId' | 'teamId' | 'hash' | 'rootViewId' | 'previousViewId'>

const mostModals = 3
const largestView = 250_000

/** Reads a view, refusing what Slack would refuse. */
export function readView(sent: unknown, type: View['type']): ViewContent {
  const checked = (type === 'home' ? homeView : modalView).safeParse(sent)
  if (!checked.success) throw invalid('invalid_arguments', slackErrorsOf(checked.error, '/view'))
  if (JSON.stringify(sent).length > largestView) throw new ApiError('view_too_large')
  const view = viewShape.parse(sent)
  const blocks = readBlocks(view.blocks)
  return {
    type: view.type,
    blocks,
    title: view.title,
    submit: view.submit,
    close: view.close ?? (type === 'modal' ? { type: 'plain_text', text: 'Cancel', emoji: true } : null),
    callbackId: view.callback_id,
    externalId: view.external_id,
    privateMetadata: view.private_metadata,
    clearOnClose: view.clear_on_close,
    notifyOnClose: view.notify_on_close,
    values: stateOf(blocks),
    errors: {},
  }
}

type Viewer = { readonly userId: string; readonly teamId: string }

/** Puts a modal on a person's screen; what was open there goes. */
export function openModal(state: WorkspaceState, viewer: Viewer, content: ViewContent): View {
  needFreeExternalId(state, content)
  const { userId, teamId } = viewer
  state.closeModals(userId)
  const id = newId('V')
  return put(state, { ...content, userId, teamId, id, hash: newHash(state), rootViewId: id, previousViewId: null })
}

/** Puts a modal on top of those that are open. */
export function pushModal(state: WorkspaceState, viewer: Viewer, content: ViewContent): View {
  const { userId, teamId } = viewer
  const stack = state.modalsOf(userId)
  const top = stack.at(-1)
  if (!top) throw new ApiError('not_found')
  if (stack.length === mostModals) throw new ApiError('push_limit_reached')
  needFreeExternalId(state, content)
  const { rootViewId } = top
  return put(state, {
    ...content,
    userId,
    teamId,
    id: newId('V'),
    hash: newHash(state),
    rootViewId,
    previousViewId: top.id,
  })
}

/** Gives a view that is there new content. What was entered stays where the input is still there. */
export function replaceView(state: WorkspaceState, view: View, content: ViewContent): View {
  const values = stateOf(content.blocks, view.values)
  return put(state, { ...view, ...content, values, hash: newHash(state) })
}

/** Shows a person's home tab. */
export function publishHome(state: WorkspaceState, viewer: Viewer, content: ViewContent): View {
  const { userId, teamId } = viewer
  const before = state.homeOf(userId)
  if (before) return replaceView(state, before, content)
  const id = newId('V')
  return put(state, { ...content, userId, teamId, id, hash: newHash(state), rootViewId: id, previousViewId: null })
}

function needFreeExternalId(state: WorkspaceState, { externalId }: ViewContent): void {
  if (externalId !== '' && state.view('', externalId)) throw new ApiError('duplicate_external_id')
}

function put(state: WorkspaceState, view: View): View {
  state.putView(view)
  return view
}

const newHash = (state: WorkspaceState): string =>
  `${Math.floor(state.clock().getTime() / 1000)}.${randomBytes(4).toString('hex')}`
