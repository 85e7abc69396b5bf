import type { Digest, Pattern, Proposal, Statement } from '../domain.ts'
import type { OpportunityInput } from '../pipeline/stages/opportunity.ts'
import { cosine, tfIdf, type Vector } from './vectors.ts'

const mostActions = 3

/**
 * One proposal per pattern: the preventive actions that its incidents' teams wrote themselves, the one that most of
 * the others resemble first. It claims every incident whose team planned anything; only the check of each one tells which are alike.
 */
export function propose({ patterns, digests }: OpportunityInput): { proposals: Proposal[] } {
  const proposals = patterns.flatMap((pattern) => {
    const members = digests.filter((digest) => pattern.memberIds.includes(digest.id))
    const actions = centralActions(members)
    return actions[0] ? [proposalOf(pattern, members, actions)] : []
  })
  return { proposals: proposals.sort((a, b) => b.preventions.length - a.preventions.length) }
}

type Action = { readonly digest: Digest; readonly statement: Statement }

function centralActions(members: readonly Digest[]): Action[] {
  const actions = members.flatMap((digest) => digest.preventiveActions.map((statement) => ({ digest, statement })))
  const vectors = tfIdf(actions.map(({ statement }) => statement.text))
  const support = (index: number): number =>
    actions.reduce((sum, { digest }, other) => {
      const isElsewhere = digest.id !== actions[index]?.digest.id
      return sum + (isElsewhere ? cosine(vectors[index] as Vector, vectors[other] as Vector) : 0)
    }, 0)
  return actions
    .map((action, index) => ({ action, support: support(index) }))
    .sort((a, b) => b.support - a.support)
    .slice(0, mostActions)
    .map(({ action }) => action)
}

function proposalOf(pattern: Pattern, members: readonly Digest[], actions: readonly Action[]): Proposal {
  const [first, ...others] = actions.map(({ statement }) => statement.text)
  const withActions = members.filter((digest) => digest.preventiveActions.length > 0)
  return {
    investment: shortened(withoutOwner(first ?? pattern.name), 110),
    mechanism: shortened(
      `Written by the teams themselves after incidents of "${pattern.name}".${others.length > 0 ? ` Alike: ${others.join(' / ')}` : ''}`,
      850,
    ),
    patternIds: [pattern.id],
    preventions: withActions.map((digest) => ({
      postmortemId: digest.postmortemId,
      why: shortened(`Its own preventive action: ${digest.preventiveActions[0]?.text ?? ''}`, 380),
    })),
    counterEvidence:
      'Chosen, and held against each incident, by comparing words, without a language model: nobody has judged yet whether this would have prevented the incidents listed.',
  }
}

/** Lists of actions end with who does it until when: "… — [PERSON_2], July". */
function withoutOwner(action: string): string {
  return action
    .replace(/\s*[—–(:;,]\s*(owner|assigned to|due)?:?\s*\[PERSON_\d+\].*$/i, '')
    .replace(/\s+—\s+[^—]{1,40}$/, '')
}

function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most - 1)
  return `${cut.slice(0, cut.lastIndexOf(' '))}…`
}
