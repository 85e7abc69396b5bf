import type { RawNumberElement, RawTextElement, RichTextBlock, TableBlock } from '@slack/types'
import { createElement as h, type ReactNode } from 'react'
import { richText } from './rich-text.ts'
import type { Names } from './surroundings.ts'

type Cell = RichTextBlock | RawTextElement | RawNumberElement

/** A table whose first row is its head, as Slack draws it; it scrolls sideways by itself when it is too wide. */
export function table(rows: readonly (readonly Cell[])[], names: Names, settings: Settings = []): ReactNode {
  const [head = [], ...body] = rows
  return h(
    'div',
    { className: 'table', role: 'region', 'aria-label': 'Table', tabIndex: 0 },
    h(
      'table',
      {},
      h('thead', {}, row(head, 'th', names, settings, 'head')),
      h(
        'tbody',
        {},
        body.map((cells, index) => row(cells, 'td', names, settings, `${index}`)),
      ),
    ),
  )
}

type Settings = NonNullable<TableBlock['column_settings']>

function row(cells: readonly Cell[], tag: 'th' | 'td', names: Names, settings: Settings, key: string): ReactNode {
  return h(
    'tr',
    { key },
    cells.map((cell, index) =>
      h(
        tag,
        {
          key: `${index}`,
          scope: tag === 'th' ? 'col' : undefined,
          className:
            [settings[index]?.align, settings[index]?.is_wrapped && 'wrapped'].filter(Boolean).join(' ') || undefined,
        },
        cell.type === 'rich_text' ? richText(cell, names) : cell.text,
      ),
    ),
  )
}
