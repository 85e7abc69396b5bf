import type { Audit, AuditedPattern, Measure } from '../pipeline/audit.ts'
import { counted, isBuiltIn, modelLine } from '../words.ts'
import { bold, cyan, dim, plain } from './print.ts'

/** What an audit measured, and what each figure means. */
export function auditText(name: string, audit: Audit, model: string): string {
  return [...figures(name, audit), '', ...audit.patterns.map(patternLine), '', judgeLine(model)].join('\n')
}

/** The same for several technologies, all together first. */
export function auditsText(
  all: Audit,
  audits: readonly { readonly technology: string; readonly audit: Audit }[],
  model: string,
): string {
  return [
    ...figures('All technologies', all),
    ...audits.flatMap(({ technology, audit }) => ['', bold(plain(technology)), ...audit.patterns.map(patternLine)]),
    '',
    judgeLine(model),
  ].join('\n')
}

function figures(name: string, { stability, shuffles, precision, missed, patterns }: Audit): string[] {
  return [
    bold(cyan(`${plain(name)}: audit of ${counted(patterns.length, 'pattern')}`)),
    line('precision', precision, (of) => `of ${counted(of, 'member')} confirmed by a blind look`),
    line('missed', missed, (of) => `of ${counted(of, 'near other')} would meet the criterion as well`),
    line('stability', stability, () => `of a pattern’s members come back in ${counted(shuffles, 'other order')}`),
  ]
}

function line(name: string, measure: Measure | null, meaning: (of: number) => string): string {
  if (!measure) return `  ${name.padEnd(11)} ${dim('nothing to measure')}`
  const { share, low, high, of } = measure
  return `  ${name.padEnd(11)} ${bold(percent(share).padStart(5))}  ${dim(`95 % interval ${percent(low)} to ${percent(high)};`)} ${meaning(of)}`
}

function patternLine({ name, members, stability, sampled, confirmed }: AuditedPattern): string {
  const back = stability === null ? '' : `, ${percent(stability)} come back`
  return `  • ${plain(name)}  ${dim(`${counted(members, 'member')}; ${confirmed} of ${sampled} confirmed${back}`)}`
}

/** Who checks their own work is lenient, and whoever only compares words most of all. */
function judgeLine(model: string): string {
  const caution = isBuiltIn(model) ? ' It compares words in both looks, so that precision is an upper bound.' : ''
  return dim(`${modelLine(model)}.${caution}`)
}

const percent = (share: number): string => `${Math.round(100 * share)} %`
