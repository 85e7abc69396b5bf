import type { Facts, Problem, Role, Statement, Summary, SummaryField } from '../domain.ts'
import type { Conflict } from '../pipeline/conflicts.ts'
import { bold, cyan, dim, plain, wrapped, yellow } from './print.ts'
import { factWords, modelLine, roleWords } from './words.ts'

/** What a digest thread shows, whether it comes from the store or straight from the pipeline. */
export type Thread = {
  readonly title: string
  readonly url: string | null
  readonly incidentDate: string | null
  readonly severity: string | null
  readonly ownerTeam: string | null
  readonly facts: Facts
  readonly conflicts: readonly Conflict[]
  readonly summary: Summary
  readonly findings: readonly {
    readonly technology: string
    readonly state: 'ready' | 'set_aside' | 'held'
    readonly role: Role | null
    readonly sentences: readonly Statement[]
    readonly problems: readonly Problem[]
  }[]
  readonly dropped: readonly Problem[]
  readonly model: string
}

const fieldNames: Readonly<Record<SummaryField, string>> = {
  issueSummary: 'What happened',
  rootCauses: 'Root causes',
  impact: 'Impact',
  resolution: 'Resolution',
  preventiveActions: 'Preventive actions',
}

/** A digest thread as Slack would show it: the parent message, then its replies. */
export function threadText(thread: Thread): string {
  const ready = thread.findings.filter((finding) => finding.state === 'ready')
  const held = thread.findings.filter((finding) => finding.state === 'held')
  const head = [thread.incidentDate, thread.severity, thread.ownerTeam].filter((part) => part !== null).map(plain)
  const involved = ready.map(({ technology, role }) => `${bold(technology)} ${role ? dim(`(${roleWords[role]})`) : ''}`)
  const parent = [
    `${bold(plain(thread.title))}  ${dim(head.join(' · '))}`,
    involved.length > 0 ? involved.join('  ') : dim('no technology was directly involved'),
    ...(Object.keys(thread.facts).length > 0 ? [factWords(thread.facts).join(' · ')] : []),
    ...thread.conflicts.map(({ fact, value, quote }) =>
      yellow(`! the text disagrees with the facts (${fact} ${value}): “${plain(quote)}”`),
    ),
    ...(thread.url ? [dim(plain(thread.url))] : []),
  ]
  const replies = [summaryText(thread.summary), ...ready.map(findingText), ...heldText(held, thread.dropped)]
  const body = [parent.join('\n'), ...replies].map((message, index) => edged(message, index > 0))
  return [...body, `  ${dim(`${modelLine(thread.model)}   👍 👎`)}`].join('\n')
}

function summaryText(summary: Summary): string {
  const fields = Object.entries(fieldNames).map(([field, name]) => {
    const statements = summary[field as SummaryField]
    const lines = statements.length > 0 ? statements.map((one) => statementText(one)) : [dim('  not stated')]
    return [bold(name), ...lines].join('\n')
  })
  return fields.join('\n')
}

function findingText({ technology, role, sentences }: Thread['findings'][number]): string {
  const title = `${cyan(bold(technology))}${role ? ` · ${roleWords[role]}` : ''}`
  return [title, ...sentences.map((sentence) => statementText(sentence))].join('\n')
}

/** The quote is shown where the sentence is not itself the document's words. */
function statementText({ text, quote }: Statement): string {
  const isOwnWords = plain(text) !== plain(quote)
  return [wrapped(text, '  '), ...(isOwnWords ? [dim(wrapped(`“${quote}”`, '    '))] : [])].join('\n')
}

function heldText(held: readonly Thread['findings'][number][], dropped: readonly Problem[]): string[] {
  const lines = [
    ...held.map(
      ({ technology, problems }) =>
        `${technology} is held back for a curator: ${problems.map((problem) => problem.message).join('; ')}`,
    ),
    ...dropped.map((problem) => `a statement was dropped: ${problem.message}`),
  ]
  return lines.length > 0 ? [lines.map((line) => yellow(wrapped(line))).join('\n')] : []
}

function edged(message: string, isReply: boolean): string {
  const edge = isReply ? `  ${dim('│')}   ` : `  ${cyan('┃')} `
  return message
    .split('\n')
    .map((line) => edge + line)
    .join('\n')
}
