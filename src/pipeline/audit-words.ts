import type { Audit, Measure } from './audit.ts'

/** What an audit found, in a sentence without its stop. */
export function auditWords({ precision, missed, stability, shuffles }: Audit): string {
  const found = [
    ...(precision ? [`${shareWords(precision)} of ${many(precision.of, 'member')} confirmed by a blind look`] : []),
    ...(missed ? [`${shareWords(missed)} of ${many(missed.of, 'near other')} missed`] : []),
    ...(stability ? [`${shareWords(stability)} of members stable in ${many(shuffles, 'other order')}`] : []),
  ]
  return found.length === 0 ? 'nothing could be measured' : found.join(', ')
}

/** "93 % (95 %: 84–98)". */
function shareWords({ share, low, high }: Measure): string {
  return `${percent(share)} % (95 %: ${percent(low)}–${percent(high)})`
}

const many = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const percent = (share: number): number => Math.round(100 * share)
