import type { KnownBlock } from '@slack/types'
import { actions, context } from '../block-kit/blocks.ts'
import { button } from '../block-kit/elements.ts'
import { paragraph, richText } from '../block-kit/rich-text.ts'
import type { DigestContent, SimilarIncident } from '../content.ts'
import type { Dispute, Role, Statement, SummaryField } from '../domain.ts'
import { absentWords, counted, gateWords, roleWords, summaryFieldWords } from '../words.ts'
import { actionIds } from './action-ids.ts'
import { brief, incidentLine, list, prose } from './incident-blocks.ts'
import { bold, italic, lines, madeBy, type Shown, thumbs } from './message-blocks.ts'

type Of<Kind extends DigestContent['kind']> = Extract<DigestContent, { kind: Kind }>

/** The five fields of a postmortem; one that it does not state says so. */
export function summaryBlocks({ summary, dropped, model }: Of<'summary'>): Shown {
  const fields = Object.entries(summaryFieldWords) as [SummaryField, string][]
  const reasons = dropped.gates.map((gate) => gateWords[gate]).join('; ')
  return {
    text: `Summary: ${brief(summary.issueSummary[0]?.text ?? absentWords(model), 180)}`,
    blocks: [
      ...fields.map(([field, name]) => fieldBlock(name, summary[field], model)),
      ...(dropped.count > 0 ? [context(`${counted(dropped.count, 'statement')} dropped: ${reasons}.`)] : []),
      madeBy(model),
      thumbs(),
    ],
  }
}

/** Bytes of one field: five of them and what stands below them fit into a message. */
const fieldRoom = 2_200

function fieldBlock(name: string, statements: readonly Statement[], model: string): KnownBlock {
  if (statements.length === 0) return richText(lines([bold(name)], [italic(absentWords(model))]))
  return richText(paragraph(bold(name)), ...list(statements, ({ text }) => prose(text, 600), { room: fieldRoom }))
}

const roleSentences: Readonly<Record<Role, string>> = {
  root_cause: ' was the root cause.',
  contributing: ' contributed to the failure.',
  affected: ' was affected; it did not cause the failure.',
  mitigation: ' was part of the mitigation.',
  mentioned: ' is only mentioned.',
  ruled_out: ' was ruled out as a cause.',
}

const disputeSentences: Readonly<Record<Dispute, string>> = {
  open: '⚠️ Disputed: a curator says that the role is wrong. Until that is settled, no pattern counts this.',
  upheld: '⚠️ Curators found that the role is wrong. No pattern counts this.',
}

/** Sentences of a document may end without a stop, as lines of a list do. */
const ended = (text: string): string => (/[\p{L}\p{N}`)\]"”’]$/u.test(text) ? `${text}.` : text)

/** The gate lets three to five through. */
const mostSentences = 5

/** What one technology had to do with an incident. */
export function findingBlocks({ digestId, technology, role, sentences, model, dispute }: Of<'finding'>): Shown {
  const name = brief(technology.name, 80)
  const account = sentences
    .slice(0, mostSentences)
    .map(({ text }) => ended(brief(text, 1_500)))
    .join(' ')
  return {
    text: `${name}${roleSentences[role]} ${account}`,
    blocks: [
      richText(paragraph(bold(name), roleSentences[role])),
      richText(paragraph(...prose(account, 8_000))),
      ...(dispute === null ? [] : [context(disputeSentences[dispute])]),
      actions('quotes', button({ text: 'Show the quotes', actionId: actionIds.showQuotes, value: String(digestId) })),
      madeBy(model),
      thumbs(),
    ],
  }
}

/** Past incidents whose digests read like those of this one. */
export function similarBlocks({ incidents }: Of<'similar'>): Shown {
  const heading = 'Similar incidents'
  if (incidents.length === 0) {
    const text = 'No incident on record is like it.'
    return { text, blocks: [richText(paragraph(text))] }
  }
  return {
    text: `${heading}: ${incidents
      .slice(0, 3)
      .map(({ title }) => brief(title, 60))
      .join(', ')}`,
    blocks: [richText(paragraph(bold(heading)), ...list(incidents, similarParts, { room: 9_000 }))],
  }
}

function similarParts(incident: SimilarIncident) {
  const { technology, role, isVeryAlike, sentence } = incident
  const alike = isVeryAlike ? 'very alike' : 'alike'
  return [
    ...incidentLine(incident, `${brief(technology.name, 60)} (${roleWords[role]})`, alike),
    '\n',
    ...prose(sentence, 400),
  ]
}

const removedSentences: Readonly<Record<Of<'removed'>['why'], string>> = {
  withdrawn: 'This postmortem was withdrawn. What stood here no longer counts.',
  restricted: 'This postmortem is restricted now. What stood here was taken away.',
  edited: 'What stood here no longer holds: what it rested on has changed.',
}

/** Stands where something stood that must not stand there any more. */
export function removedBlocks({ why }: Of<'removed'>): Shown {
  return { text: removedSentences[why], blocks: [richText(paragraph(italic(removedSentences[why])))] }
}
