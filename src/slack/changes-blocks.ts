import type { KnownBlock } from '@slack/types'
import { bullets, type Part, paragraph, richText } from '../block-kit/rich-text.ts'
import type { Changes } from '../content.ts'
import { brief } from './incident-blocks.ts'
import { bold } from './message-blocks.ts'

const shownNames = 6

/** What a report says that the one before did not; nothing for a first report. */
export function changesBlocks(changes: Changes | null): KnownBlock[] {
  if (changes === null) return []
  const lines = [
    changeLine('New', changes.added.map(unmoved)),
    changeLine('Grown', changes.grown.map(moved)),
    changeLine('Shrunk', changes.shrunk.map(moved)),
    changeLine('Gone', changes.gone.map(unmoved)),
    changeLine('Faded, without an incident for a year', (changes.faded ?? []).map(unmoved)),
  ].filter((line) => line.length > 0)
  const heading = bold(`Since the report of ${changes.since}`)
  if (lines.length === 0) return [richText(paragraph(heading, ': nothing has changed.'))]
  return [richText(paragraph(heading), bullets(lines))]
}

type Change = { readonly name: string; readonly movement: string }

const unmoved = (name: string): Change => ({ name, movement: '' })
const moved = ({ name, from, to }: Changes['grown'][number]): Change => ({ name, movement: ` (${from} → ${to})` })

function changeLine(what: string, names: readonly Change[]): Part[] {
  if (names.length === 0) return []
  const shown = names.slice(0, shownNames).map(({ name, movement }) => `${brief(name, 100)}${movement}`)
  const hidden = names.length - shown.length
  return [bold(what), `: ${shown.join(', ')}${hidden > 0 ? ` and ${hidden} more` : ''}`]
}
