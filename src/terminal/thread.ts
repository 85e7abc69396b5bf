import type { Conflict, Facts, Problem, Role, Statement, Summary, SummaryField } from '../domain.ts'
import { absentWords, counted, factWords, gateWords, modelLine, roleWords, summaryFieldWords } from '../words.ts'
import { bold, cyan, dim, plain, wrapped, yellow } from './print.ts'

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

/** A digest thread as Slack would show it: the parent message, then its replies. */
export function threadText(thread: Thread): string {
  const ready = thread.findings.filter((finding) => finding.state === 'ready')
  const held = thread.findings.filter((finding) => finding.state === 'held')
  const head = [thread.incidentDate, thread.severity, thread.ownerTeam].filter((part) => part !== null).map(plain)
  const involved = ready.map(({ technology, role }) => `${bold(technology)} ${role ? dim(`(${roleWords[role]})`) : ''}`)
  const parent = [
    `${bold(plain(thread.title))}  ${dim(head.join(' · '))}`.trimEnd(),
    involvedText(involved, held),
    ...(Object.keys(thread.facts).length > 0 ? [factWords(thread.facts).map(plain).join(' · ')] : []),
    ...thread.conflicts.map(({ fact, value, quote }) =>
      yellow(`! the text may disagree with the facts (${fact} ${value}): “${plain(quote)}”`),
    ),
    ...(thread.url ? [dim(plain(thread.url))] : []),
  ]
  const replies = [
    summaryText(thread.summary, thread.model),
    ...ready.map(findingText),
    ...heldText(held, thread.dropped),
  ]
  const body = [parent.join('\n'), ...replies].map((message, index) => edged(message, index > 0))
  return [...body, `  ${dim(`${modelLine(thread.model)}   👍 👎`)}`].join('\n')
}

function summaryText(summary: Summary, model: string): string {
  const fields = Object.entries(summaryFieldWords).map(([field, name]) => {
    const statements = summary[field as SummaryField]
    const lines = statements.length > 0 ? statements.map((one) => statementText(one)) : [dim(`  ${absentWords(model)}`)]
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

function involvedText(involved: readonly string[], held: Thread['findings']): string {
  const back = held.length > 0 ? yellow(`held back: ${held.map((finding) => finding.technology).join(', ')}`) : ''
  if (involved.length + held.length === 0) return dim('no technology was directly involved')
  return [...involved, back].join('  ').trim()
}

/** What was refused is not repeated: an invented sentence stays invented, whatever is written beside it. */
function heldText(held: Thread['findings'], dropped: readonly Problem[]): string[] {
  const reasons = (problems: readonly Problem[]): string =>
    [...new Set(problems.map(({ gate }) => gateWords[gate]))].join('; ')
  const lines = [
    ...held.map(({ technology, problems }) => `${technology} is held back for a curator: ${reasons(problems)}`),
    ...(dropped.length > 0 ? [`${counted(dropped.length, 'statement')} dropped: ${reasons(dropped)}`] : []),
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
