import { createElement as h, type ReactNode } from 'react'
import type { Block, InputState, View } from '../model.ts'
import { blocks } from './blocks/block.ts'
import { withEmoji } from './blocks/emoji.ts'
import { icon } from './icon.ts'
import { surroundingsOf } from './surroundings-of.ts'
import type { Viewer } from './workspace-reader.ts'

/** The form of a modal; the script puts it into a dialog, which keeps the focus inside. */
export function modalView(view: View, viewer: Viewer): ReactNode {
  const hasInput = view.blocks.some(({ type }) => type === 'input')
  const submit = view.submit?.text ?? (hasInput ? 'Submit' : null)
  return h(
    'form',
    { className: 'modal', 'data-key': view.id, 'data-view': view.id, noValidate: true },
    h(
      'header',
      {},
      h('h2', { id: 'modal-title' }, withEmoji(view.title?.text ?? viewer.workspace.app.name)),
      h(
        'button',
        {
          type: 'button',
          className: 'icon-button',
          'data-close-modal': '',
          'aria-label': 'Close',
          title: 'Close (Esc)',
        },
        icon('close'),
      ),
    ),
    h('div', { className: 'blocks' }, blocks(filledIn(view), surroundingsOf(viewer, null, view.errors))),
    h(
      'footer',
      {},
      h(
        'button',
        { type: 'button', className: 'button', 'data-close-modal': '' },
        withEmoji(view.close?.text ?? 'Close'),
      ),
      submit && h('button', { type: 'submit', className: 'button primary' }, withEmoji(submit)),
    ),
  )
}

/** The blocks with what was entered before in place of what the app suggests: a reload loses nothing that was sent. */
function filledIn({ blocks: list, values }: View): readonly Block[] {
  return list.map((block) => {
    const element = block.element as { action_id?: string } | undefined
    const entered = values[block.block_id]?.[element?.action_id ?? '']
    return entered ? { ...block, element: { ...element, ...initialOf(entered) } } : block
  })
}

/** `selected_date` is what a date picker holds and `initial_date` what it starts with; texts have `value`. */
function initialOf({ type: _, ...held }: InputState): object {
  const entries = Object.entries(held).map(([key, value]) => [
    key.replace(/^(selected_)?/, 'initial_'),
    value ?? undefined,
  ])
  return Object.fromEntries(entries)
}
