import type { Button, KnownBlock } from '@slack/types'
import { actions, context } from '../block-kit/blocks.ts'
import { bullets, paragraph, richText } from '../block-kit/rich-text.ts'
import type { ReplyContent } from '../reply-content.ts'
import { counted } from '../words.ts'
import { brief } from './incident-blocks.ts'
import { bold, code, type Shown } from './message-blocks.ts'
import { askButtons } from './question-blocks.ts'

type Of<Kind extends ReplyContent['kind']> = Extract<ReplyContent, { kind: Kind }>

/** What people can ask and do. */
export function helpBlocks(): Shown {
  return {
    text: 'What Lode can do: /patterns, /opportunities, /lode status, similar, curate, help',
    blocks: [
      richText(paragraph(bold('Lode reads postmortems and finds what keeps failing.'))),
      richText(
        bullets([
          [
            code('/patterns dynamodb'),
            ' — what recurs with a technology; add ',
            code('since 2025-01'),
            ' or ',
            code('last 12 months'),
            ' for a window, ',
            code('team checkout'),
            ' or ',
            code('severity SEV1, SEV2'),
            ' to narrow it, ',
            code('refresh'),
            ' to fold anew',
          ],
          [code('/patterns all'), ' — all technologies by failure class, and themes that cross them'],
          [
            code('/opportunities dynamodb'),
            ' — investments drawn from its patterns, for a person to approve or reject',
          ],
          [
            code('/lode similar connection pool exhausted'),
            ' — past incidents like a description or a postmortem’s link',
          ],
          [code('/lode status'), ' — what is stored, under way, and in trouble'],
          [code('/lode curate'), ' — what waits for a curator'],
        ]),
      ),
      richText(
        paragraph(
          'In a thread commands don’t work: mention me there instead, with the same words. 👍 and 👎 on any of my messages are votes; after 👎 I ask why. ',
          'The message shortcut “Wrong attribution” says that a digest blames the wrong technology.',
        ),
      ),
    ],
  }
}

/** A sentence or two of our own. */
export function noteBlocks({ text }: Of<'note'>): Shown {
  return { text, blocks: [richText(paragraph(text))] }
}

const perBlock = 25
const mostButtons = 74

/** What asks for the matrix of all technologies. */
const all = { id: 'all', name: 'All' }

/** The technologies that can be asked about, the nearest first where a name was mistyped. */
export function technologiesBlocks({ unknown, question, technologies }: Of<'technologies'>): Shown {
  const what = question === 'patterns' ? 'Patterns' : 'Opportunities'
  const shown = technologies.slice(0, mostButtons)
  const each = askButtons(question, shown, ({ name, incidents }) => `${brief(name, 60)} (${incidents})`)
  const known =
    each.length > 0 && question === 'patterns' ? [...askButtons(question, [all], ({ name }) => name), ...each] : each
  const typed = unknown === null ? '' : `There is no technology “${brief(unknown.typed, 60)}” here.`
  const near = askButtons(question, unknown?.suggestions.slice(0, 5) ?? [], ({ name }) => name)
  return {
    text: typed || `${what} of which technology?`,
    blocks: [
      ...(typed === '' ? [] : [richText(paragraph(near.length > 0 ? `${typed} Did you mean one of these?` : typed))]),
      ...(near.length > 0 ? [actions('near', ...near)] : []),
      ...knownBlocks(known, technologies.length - shown.length, what),
    ],
  }
}

function knownBlocks(known: readonly Button[], hidden: number, what: string): KnownBlock[] {
  if (known.length === 0) return [richText(paragraph('No postmortem on record involves a technology yet.'))]
  const rows = Array.from({ length: Math.ceil(known.length / perBlock) }, (_, row) =>
    actions(`technologies:${row}`, ...known.slice(row * perBlock, (row + 1) * perBlock)),
  )
  return [
    richText(paragraph(bold(`${what} of which technology?`), ' In brackets: the incidents that involve it.')),
    ...rows,
    ...(hidden > 0
      ? [context(`and ${counted(hidden, 'technology', 'technologies')} more: type the name after the command.`)]
      : []),
  ]
}
