import type { OpportunityContent } from '../content.ts'
import { counted, sumWords } from '../words.ts'
import { incidentItem, incidentList } from './written-incident.ts'
import { plain } from './written-text.ts'

type Opportunity = Extract<OpportunityContent, { kind: 'opportunity' }>

export function opportunitySection(opportunity: Opportunity): string[] {
  const { technology, investment, mechanism, patterns, prevents, inScope, sums, counterEvidence } = opportunity
  const { decision, measured, unconfirmed = 0 } = opportunity
  const known = sums.map((sum) => plain(sumWords(sum, prevents.length), 140)).join(' · ')
  const items = prevents.map(({ quote, ...incident }) => {
    const confirmed = quote === undefined ? '' : ` “${plain(quote, 600)}”`
    return `${incidentItem(incident)}: ${plain(incident.why, 600)}${confirmed}`
  })
  return [
    `An investment for ${plain(technology.name, 80)}: **${plain(investment, 1_000)}**`,
    `**How it works:** ${plain(mechanism, 1_500)}`,
    ...(patterns.length > 0
      ? [
          `**Answers the pattern${patterns.length === 1 ? '' : 's'}:** ${patterns.map((name) => plain(name, 150)).join('; ')}`,
        ]
      : []),
    '## What it would have prevented',
    `**${prevents.length.toLocaleString('en')} of ${counted(inScope, 'incident')}**${known === '' ? '' : ` · ${known}`}`,
    ...incidentList(items, 0),
    ...(unconfirmed > 0 ? [`Claimed, but not confirmed by their own text: ${counted(unconfirmed, 'incident')}.`] : []),
    '## Against it',
    counterEvidence.trim() === '' ? 'Nothing was found.' : `It is said: ${plain(counterEvidence, 1_500)}`,
    ...(decision.shipped ? [`## Since it shipped on ${decision.shipped.on}`] : []),
    ...(measured ? [`${plain(measured.words, 1_500)} Counted on ${measured.on}.`] : []),
    ...(decision.editedBy === null ? [] : ['*A person has changed the words of this proposal.*']),
  ]
}
