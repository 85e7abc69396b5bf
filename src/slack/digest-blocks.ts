import type { KnownBlock, RichTextSection } from '@slack/types'
import { context, header } from '../block-kit/blocks.ts'
import { linkPart, type Part, paragraph, plainPart, richText } from '../block-kit/rich-text.ts'
import type { DigestContent, Recurrence } from '../content.ts'
import type { Conflict, OpportunityState } from '../domain.ts'
import { factWords, ordinal, ordinalWord, roleWords } from '../words.ts'
import { brief, facts } from './incident-blocks.ts'
import { bold, italic, lines, type Shown, series } from './message-blocks.ts'

type Digest = Extract<DigestContent, { kind: 'digest' }>

/** The message that begins a postmortem's thread: what it was, which technologies had a part, how often that happened. */
export function digestBlocks(digest: Digest): Shown {
  const { title, technologies, isWithdrawn } = digest
  if (isWithdrawn) return withdrawn(digest)
  const involved = technologies.map(({ name, role }) => `${brief(name, 40)} (${roleWords[role]})`)
  return {
    text: [brief(title), involved.join(', ')].filter((part) => part !== '').join(': '),
    blocks: [header(title), richText(lines(...body(digest))), ...notes(digest)],
  }
}

function withdrawn(digest: Digest): Shown {
  return {
    text: `Withdrawn: ${brief(digest.title)}`,
    blocks: [
      richText(paragraph(bold('Withdrawn: '), 'this postmortem was withdrawn and no longer counts.')),
      richText(struck(lines([bold(brief(digest.title, 300))], ...body(digest)))),
    ],
  }
}

function body(digest: Digest): Part[][] {
  const { url, incidentDate, severity, ownerTeam, recurrence } = digest
  const meta = facts(
    incidentDate ?? 'undated',
    severity === null ? null : brief(severity, 40),
    ownerTeam && brief(ownerTeam, 60),
  )
  const figures = facts(
    ...factWords(digest.facts)
      .slice(0, 8)
      .map((fact) => brief(fact, 80)),
  )
  return [
    [...(url === null ? [] : [linkPart(url, 'Open the postmortem'), ' · ']), meta],
    figures === '' ? [] : [figures],
    involvedParts(digest),
    ...recurrence.slice(0, 8).flatMap(recurrenceLines),
  ]
}

const shownTechnologies = 20
const causal = ['root_cause', 'contributing']

/** The causes in bold: they are what the thread is about. */
function involvedParts({ technologies, heldBack }: Digest): Part[] {
  if (technologies.length === 0)
    return [heldBack.length > 0 ? 'No other technology was directly involved.' : 'No technology was directly involved.']
  const more = technologies.length - shownTechnologies
  const involved = technologies.slice(0, shownTechnologies).map(({ name, role }): Part[] => {
    const shown = brief(name, 60)
    return [causal.includes(role) ? bold(shown) : plainPart(shown), ` (${roleWords[role]})`]
  })
  return ['Involved: ', ...series(more > 0 ? [...involved, [`${more} more`]] : involved)]
}

/** How often it has happened, when it did before, and what was meant to be done about it. */
function recurrenceLines(recurrence: Recurrence): Part[][] {
  const { earlier = [], opportunity = null } = recurrence
  const before = earlier
    .slice(0, 3)
    .map(({ title, url, incidentDate }): Part[] => [
      url === null ? brief(title, 80) : linkPart(url, brief(title, 80) || 'Untitled'),
      ` (${incidentDate ?? 'undated'})`,
    ])
  return [
    recurrenceParts(recurrence),
    ...(before.length > 0 ? [['↳ before: ', ...series(before)]] : []),
    ...(opportunity ? [[`↳ ${answers[opportunity.state]}: `, italic(brief(opportunity.investment, 160))]] : []),
  ]
}

const answers: Readonly<Record<OpportunityState, string>> = {
  draft: 'proposed against it, not decided yet',
  approved: 'approved against it, not shipped yet',
  rejected: 'rejected',
  shipped: 'shipped against it',
}

function recurrenceParts({ of, name, ordinal: place, withinYear }: Recurrence): Part[] {
  const shown = bold(brief(name, 80))
  if (of === 'pattern' && withinYear > 1)
    return [
      `${ordinalWord(withinYear)} incident of `,
      shown,
      ` in twelve months${place > withinYear ? `, ${ordinal(place)} on record` : ''}`,
    ]
  const among =
    place === withinYear ? (place === 2 ? 'both' : 'all') : withinYear === 1 ? 'the first' : ordinal(withinYear)
  const year = place > 1 && withinYear > 0 ? `, ${among} in twelve months` : ''
  return [`${ordinal(place)} incident ${of === 'pattern' ? 'of' : 'involving'} `, shown, ` on record${year}`]
}

function notes({ heldBack, conflicts, updatedOn }: Digest): KnownBlock[] {
  const names = heldBack.slice(0, 10).map(({ name }) => [brief(name, 60)])
  const held = series(names).join('')
  const lines = [
    ...conflicts.slice(0, 3).map(conflictNote),
    ...(names.length > 0 ? [`✋ ${held} ${names.length === 1 ? 'is' : 'are'} held back for a curator.`] : []),
    ...(updatedOn === null ? [] : [`Updated ${updatedOn}: the postmortem was edited.`]),
  ]
  return lines.map((line) => context(line))
}

/** Where prose and facts disagree, the fact is what counts. */
function conflictNote({ fact, value, quote }: Conflict): string {
  return `⚠️ The text may disagree with the facts (${factWords({ [fact]: value }).join()}): “${brief(quote, 300)}”`
}

const struck = (section: RichTextSection): RichTextSection => ({
  ...section,
  elements: section.elements.map((element) => ({ ...element, style: { ...element.style, strike: true } })),
})
