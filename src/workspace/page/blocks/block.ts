import type { ContextBlock, SectionBlock } from '@slack/types'
import { createElement as h, type ReactNode } from 'react'
import type { MessageBlock } from '../../../block-kit/chart-block.ts'
import type { Block } from '../../model.ts'
import { feedbackButtons, iconButton } from './button.ts'
import { chart } from './chart.ts'
import { control, unsupported } from './control.ts'
import { withEmoji } from './emoji.ts'
import { imageBlock, imageElement } from './image.ts'
import { input } from './input.ts'
import { richText } from './rich-text.ts'
import type { Surroundings } from './surroundings.ts'
import { table } from './table.ts'
import { text } from './text.ts'

/** Blocks as a person sees them. The workspace has checked them when the app sent them, so they have Slack's form. */
export function blocks(list: readonly Block[], around: Surroundings): ReactNode {
  return list.map((block) =>
    h(
      'div',
      { key: block.block_id, 'data-key': block.block_id, className: `block ${block.type}` },
      content(block as unknown as MessageBlock, block.block_id, around),
    ),
  )
}

function content(block: MessageBlock, id: string, around: Surroundings): ReactNode {
  switch (block.type) {
    case 'header':
      return h('h3', {}, withEmoji(block.text.text))
    case 'section':
      return section(block, id, around)
    case 'context':
      return context(block, around)
    case 'divider':
      return h('hr')
    case 'rich_text':
      return richText(block, around.names)
    case 'image':
      return imageBlock(block)
    case 'table':
      return table(block.rows, around.names, block.column_settings)
    case 'data_visualization':
      return chart(block)
    case 'actions':
      return block.elements.map((element, index) => control(element, id, around.names, `${index}`))
    case 'context_actions':
      return block.elements.map((element, index) =>
        element.type === 'feedback_buttons'
          ? feedbackButtons(element, id, around, `${index}`)
          : iconButton(element, id, `${index}`),
      )
    case 'input':
      return input(block, id, around)
    case 'markdown':
      return h('div', { className: 'prose' }, block.text)
    default:
      return unsupported(block.type)
  }
}

function section(block: SectionBlock, id: string, around: Surroundings): ReactNode {
  const fields = block.fields?.map((field, index) => h('div', { key: `${index}` }, text(field, around.names)))
  return [
    h(
      'div',
      { key: 'text', className: 'prose' },
      block.text && h('div', {}, text(block.text, around.names)),
      fields && h('div', { className: 'fields' }, fields),
    ),
    block.accessory &&
      h('div', { key: 'accessory', className: 'accessory' }, control(block.accessory, id, around.names)),
  ]
}

function context(block: ContextBlock, around: Surroundings): ReactNode {
  return block.elements.map((element, index) =>
    element.type === 'image'
      ? imageElement(element, 'small', `${index}`)
      : h('span', { key: `${index}` }, text(element, around.names)),
  )
}
