import type { KnownBlock } from '@slack/types'
import { context, header } from '../block-kit/blocks.ts'
import { type Part, paragraph, quote, richText } from '../block-kit/rich-text.ts'
import type { ReportContent } from '../content.ts'
import type { IncidentLink, Role } from '../domain.ts'

import { counted, failureClassWords, halvesWords, isBuiltIn, ledgerLine, roleWords, trendBars } from '../words.ts'
import { brief, incidentLine, list, prose } from './incident-blocks.ts'
import { bold, italic, lines, madeBy, type Shown, sentence, thumbs } from './message-blocks.ts'

type Of<Kind extends ReportContent['kind']> = Extract<ReportContent, { kind: Kind }>

/** One recurring failure: the test that decides who belongs to it, its incidents, and what they say themselves. */
export function patternBlocks({ pattern, place, quarters, incidents, more, quotes }: Of<'pattern'>): Shown {
  const { criterion, description, failureClass } = pattern
  const name = brief(pattern.name)
  const count = counted(pattern.incidents, 'incident')
  return {
    text: `${place}. ${name}: ${count}`,
    blocks: [
      header(`${place}. ${name}`),
      richText(
        lines([bold(count), ` · ${failureClassWords[failureClass]}`], trend(pattern.trend, quarters), halves(pattern)),
      ),
      richText(lines(prose(description, 900), [italic('Belongs here: '), ...prose(criterion, 500)])),
      richText(paragraph(bold('Incidents')), ...list(incidents, memberLine, { room: 4_500, more })),
      ...quotes.slice(0, 3).map(quoteBlock),
      thumbs(),
    ],
  }
}

const memberLine = (incident: IncidentLink & { readonly role: Role }): Part[] =>
  incidentLine(incident, roleWords[incident.role])

function quoteBlock(incident: IncidentLink & { readonly quote: string }): KnownBlock {
  return richText(quote('“', ...prose(incident.quote, 500), '”'), paragraph('— ', ...incidentLine(incident)))
}

/** Six years are as many bars as a line has room for. */
const latestQuarters = 24

/** Bars from the first to the last quarter, and where the highest stands. */
function trend(all: readonly number[], allQuarters: readonly string[]): string[] {
  const [counts, quarters] = [all.slice(-latestQuarters), allQuarters.slice(-latestQuarters)]
  const most = Math.max(...counts)
  if (quarters.length < 2 || most < 1) return []
  const when = quarters[counts.lastIndexOf(most)]
  return [`${quarters[0]} ${trendBars(counts)} ${quarters.at(-1)} · at most ${most} in a quarter (${when})`]
}

function halves({ halves: known }: Of<'pattern'>['pattern']): string[] {
  return known === undefined ? [] : [sentence(halvesWords(known))]
}

/** Where every postmortem went, so that nobody need wonder whether one was lost, and what the answer cost. */
export function ledgerBlocks({ ledger, model, costUsd, tokens, foldedAt, audit }: Of<'ledger'>): Shown {
  const cost = isBuiltIn(model) ? '' : `$${costUsd.toFixed(costUsd < 0.01 ? 4 : 2)} · ${counted(tokens, 'token')} · `
  return {
    text: `Ledger: ${ledgerLine(ledger)}`,
    blocks: [
      richText(lines([bold('Ledger')], [ledgerLine(ledger)])),
      madeBy(model),
      context(sentence(`${cost}folded${foldedAt === null ? '' : ` on ${foldedAt.slice(0, 10)}`}`)),
      ...(audit ? [context(`Audited on ${audit.on}: ${audit.words}.`)] : []),
    ],
  }
}
