import { z } from 'zod'

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

/** A question as the value of a button: the technology, and from when on if not all incidents count. */
export const questionValue = (technology: string, since: string | null): string =>
  since === null ? technology : `${technology} ${since}`

/** What a button asks about. `since` is `YYYY-MM-DD`. */
export function questionFrom(value: unknown): { technology: string; since: string | null } {
  const [technology, since = null] = z.string().min(1).parse(value).split(' ')
  return { technology: z.string().min(1).parse(technology), since }
}

/** The id that a button carries. */
export const idFrom = (value: unknown): number => z.coerce.number().int().positive().parse(value)

/** Which way a thumb below a message points. */
export const thumbFrom = (value: unknown): 'up' | 'down' => z.enum(['up', 'down']).parse(value)
