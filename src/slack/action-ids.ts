import { z } from 'zod'
import { everything, type Filter } from '../domain.ts'

/**
 * Every name that Slack gives back to us: what was clicked, which form was sent, which shortcut was used. They stand in
 * messages that are years old, so a name once used keeps its meaning.
 */
export const actionIds = {
  /** A thumb below a message; the value is `up` or `down`, and what it is about follows from where the message stands. */
  vote: 'vote',
  /** The value is a digest's id. */
  showQuotes: 'show_quotes',
  /** The values of these three are questions; read them by `questionFrom`. */
  askPatterns: 'ask_patterns',
  askOpportunities: 'ask_opportunities',
  foldAgain: 'fold_again',
  /** The values of these four are an opportunity's id. */
  approve: 'approve_opportunity',
  reject: 'reject_opportunity',
  edit: 'edit_opportunity',
  ship: 'ship_opportunity',
  /** The value is a question. */
  keep: 'keep_report',
  /** The values of these two are the id of a disputed digest. */
  leaveOut: 'settle_leave_out',
  takeBack: 'settle_take_back',
  /** Forms, as their `callback_id`. */
  reasonForm: 'vote_reason',
  quotesView: 'quotes',
  rejectForm: 'reject_opportunity_reason',
  editForm: 'edit_opportunity_words',
  shipForm: 'ship_opportunity_date',
  /** The shortcut on a message. */
  wrongAttribution: 'wrong_attribution',
} as const

type Repeated = 'askPatterns' | 'askOpportunities'

/** The name of a button that stands several times in one block, once for each technology. */
export const actionIdFor = (action: Repeated, technology: string): string =>
  `${actionIds[action]}:${technology}`.slice(0, 255)

/** Matches a button by its name, whatever it is about. */
export const anyActionId = (action: Repeated): RegExp => new RegExp(`^${actionIds[action]}(?::|$)`)

const longestValue = 2_000

/**
 * A question as the value of a button: the technology, from when on if not all incidents count, and what else narrows it,
 * as in `dynamodb 2025-01-01 team=Checkout&severity=SEV1`. A filter that is longer than Slack takes is left out.
 */
export function questionValue(technology: string, { since, team, severities }: Filter): string {
  const rest = new URLSearchParams(team === null ? {} : { team })
  for (const severity of severities) rest.append('severity', severity)
  const value = `${technology} ${since ?? '-'} ${rest}`.trimEnd().replace(/ -$/, '')
  return value.length > longestValue ? questionValue(technology, { ...everything, since }) : value
}

/** What a button asks about. */
export function questionFrom(value: unknown): { technology: string; filter: Filter } {
  const [technology, since = '-', rest = ''] = z.string().min(1).parse(value).split(' ')
  const narrowed = new URLSearchParams(rest)
  const filter = {
    since: since === '-' ? null : since,
    team: narrowed.get('team'),
    severities: narrowed.getAll('severity'),
  }
  return { technology: z.string().min(1).parse(technology), filter }
}

/** The id that a button carries. */
export const idFrom = (value: unknown): number => z.coerce.number().int().positive().parse(value)

/** Which way a thumb below a message points. */
export const thumbFrom = (value: unknown): 'up' | 'down' => z.enum(['up', 'down']).parse(value)
