import type { KnownBlock } from '@slack/types'
import { actions, header } from '../block-kit/blocks.ts'
import { button } from '../block-kit/elements.ts'
import { type Part, paragraph, richText } from '../block-kit/rich-text.ts'
import type { Decision, OpportunityContent } from '../content.ts'
import { counted, sumWords } from '../words.ts'
import { actionIds } from './action-ids.ts'
import { brief, headline, incidentLine, list, prose } from './incident-blocks.ts'
import { keptParts } from './kept-blocks.ts'
import { bold, italic, lines, madeBy, person, type Shown } from './message-blocks.ts'
import { askedBlock, questionOf, unansweredBlocks } from './question-blocks.ts'

type Of<Kind extends OpportunityContent['kind']> = Extract<OpportunityContent, { kind: Kind }>
type Opportunity = Of<'opportunity'>

/** The message that begins the thread of a technology's proposals; before it is done, how far it is. */
export function opportunitiesBlocks(question: Of<'opportunities'>): Shown {
  const { progress, technology, count, incidents } = question
  if (progress.state !== 'done') return unansweredBlocks(question, progress, 'opportunities')
  const name = brief(technology.name, 80)
  const said =
    count === 0
      ? 'No proposal. They are drawn from patterns, and there is none that an investment would answer.'
      : `${counted(count, 'proposal')} below, ${count === 1 ? 'a' : 'each a'} draft until a person approves or rejects it.`
  return {
    text: `${name}: ${counted(count, 'opportunity', 'opportunities')} from ${counted(incidents, 'incident')}`,
    blocks: [
      header(`${name}: opportunities`),
      askedBlock(question, incidents),
      richText(paragraph(said)),
      actions('questions', button({ text: 'Patterns', actionId: actionIds.askPatterns, value: questionOf(question) })),
    ],
  }
}

/** One investment: what it is, what it would have prevented, what speaks against it, and who decided. */
export function opportunityBlocks(opportunity: Opportunity): Shown {
  const { place, investment, mechanism, counterEvidence, model, decision } = opportunity
  const name = brief(investment)
  return {
    text: `${place}. ${name}`,
    blocks: [
      ...heading(place, investment),
      richText(lines(prose(mechanism, 1_200), answers(opportunity))),
      reach(opportunity),
      richText(
        paragraph(
          bold('Against it: '),
          ...(counterEvidence.trim() === '' ? ['nothing was found.'] : prose(counterEvidence, 1_200)),
        ),
      ),
      ...decisionBlocks(opportunity, decision),
      madeBy(model),
    ],
  }
}

/** A headline has room for 150 characters; longer words stand in full below it. */
function heading(place: number, investment: string): KnownBlock[] {
  const title = `${place}. ${headline(investment, 1_000)}`
  return [header(title), ...(title.length > 150 ? [richText(paragraph(bold(title)))] : [])]
}

function answers({ patterns }: Opportunity): Part[] {
  const names = patterns.slice(0, 8).map((name) => brief(name, 100))
  return names.length === 0 ? [] : [bold(`Answers the pattern${names.length === 1 ? '' : 's'}: `), names.join(', ')]
}

function reach({ prevents, inScope, sums, unconfirmed = 0 }: Opportunity): KnownBlock {
  const known = sums.slice(0, 8).map((sum) => brief(sumWords(sum, prevents.length), 140))
  return richText(
    lines(
      [bold(`Would have prevented ${prevents.length.toLocaleString('en')} of ${counted(inScope, 'incident')}`)],
      prevents.length > 0 && known.length > 0 ? [known.join(' · ')] : [],
    ),
    ...list(prevents, preventionParts, { room: 5_000 }),
    ...(unconfirmed > 0
      ? [paragraph(italic(`Claimed, but not confirmed by their own text: ${counted(unconfirmed, 'incident')}.`))]
      : []),
  )
}

/** Why, in the model's words, and the document's own that confirm it. */
function preventionParts({ why, quote, ...incident }: Opportunity['prevents'][number]): Part[] {
  const confirmed: Part[] = quote === undefined ? [] : ['\n“', ...prose(quote, 400), '”']
  return [...incidentLine(incident), '\n', ...prose(why, 400), ...confirmed]
}

function decisionBlocks({ opportunityId, kept, measured }: Opportunity, decision: Decision): KnownBlock[] {
  const edited = decision.editedBy === null ? [] : ['Words changed by ', person(decision.editedBy), '.']
  const spared: Part[] = measured ? [brief(measured.words, 1_000), ` Counted on ${measured.on}.`] : []
  const said = richText(lines(decisionParts(decision), spared, edited, keptParts(kept)))
  const value = String(opportunityId)
  if (decision.state === 'approved')
    return [said, actions('decision', button({ text: 'Shipped…', actionId: actionIds.ship, value }))]
  if (decision.state !== 'draft') return [said]
  return [
    said,
    actions(
      'decision',
      button({ text: 'Approve', actionId: actionIds.approve, value, style: 'primary' }),
      button({ text: 'Reject…', actionId: actionIds.reject, value }),
      button({ text: 'Edit…', actionId: actionIds.edit, value }),
    ),
  ]
}

const decided = { approved: '✅ Approved', rejected: '🚫 Rejected', shipped: '🚀 Shipped' } as const

function decisionParts(decision: Decision): Part[] {
  const { state, by, on, reason, shipped } = decision
  if (state === 'draft') return [italic('A draft: nobody has decided on it yet.')]
  if (state === 'replaced') return [italic('Replaced by a newer fold.')]
  if (shipped) {
    const told: Part[] = shipped.by === null ? ['.'] : [', as ', person(shipped.by), ' said.']
    return [
      ...decisionParts({ ...decision, state: 'approved', shipped: null }),
      '\n',
      bold(decided.shipped),
      ` on ${shipped.on}`,
      ...told,
    ]
  }
  return [
    bold(decided[state]),
    ...(by === null ? [] : [' by ', person(by)]),
    ...(on === null ? [] : [` on ${on}`]),
    reason === null || reason.trim() === '' ? '.' : `: ${brief(reason, 1_000)}`,
  ]
}
