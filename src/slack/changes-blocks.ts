import type { KnownBlock } from '@slack/types'
import { bullets, type Part, paragraph, richText } from '../block-kit/rich-text.ts'
import type { Changes } from '../content.ts'
import { brief } from './incident-blocks.ts'
import { bold } from './message-blocks.ts'

const shownNames = 6

/** What a report says that the one before did not; nothing for a first report. */
export function changesBlocks(changes: Changes | null): KnownBlock[] {
  if (changes === null) return []
  const moved = (list: Changes['grown']): string[] =>
    list.map(({ name, from, to }) => `${brief(name, 80)} (${from} → ${to})`)
  const lines = [
    changeLine('New', changes.added),
    changeLine('Grown', moved(changes.grown)),
    changeLine('Shrunk', moved(changes.shrunk)),
    changeLine('Gone', changes.gone),
  ].filter((line) => line.length > 0)
  const heading = bold(`Since the report of ${changes.since}`)
  if (lines.length === 0) return [richText(paragraph(heading, ': nothing has changed.'))]
  return [richText(paragraph(heading), bullets(lines))]
}

function changeLine(what: string, names: readonly string[]): Part[] {
  if (names.length === 0) return []
  const shown = names.slice(0, shownNames).map((name) => brief(name, 100))
  const hidden = names.length - shown.length
  return [bold(what), `: ${shown.join(', ')}${hidden > 0 ? ` and ${hidden} more` : ''}`]
}
