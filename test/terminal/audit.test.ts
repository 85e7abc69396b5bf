import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { Audit, Measure } from '../../src/pipeline/audit.ts'
import { auditWords } from '../../src/pipeline/audit-words.ts'
import { auditText } from '../../src/terminal/audit.ts'

const of = (count: number): Measure => ({ share: 1, low: 0.025, high: 1, of: count })
const audited = (count: number): Audit => ({
  shuffles: count,
  stability: of(count),
  precision: of(count),
  missed: of(count),
  patterns: [],
})

test.each([
  [1, ['1 member confirmed by a blind look', '1 near other missed', '1 other order']],
  [2, ['2 members confirmed by a blind look', '2 near others missed', '2 other orders']],
])('an audit of %i says how many in good English, in a line', (count, parts) => {
  const [confirmed, missed, stable] = parts
  const share = '100 % (95 %: 3–100) of'
  expect(auditWords(audited(count))).toBe(
    `${share} ${confirmed}, ${share} ${missed}, ${share} members stable in ${stable}`,
  )
})

test.each([
  [1, ['1 member confirmed by a blind look', '1 near other would meet the criterion as well', '1 other order']],
  [2, ['2 members confirmed by a blind look', '2 near others would meet the criterion as well', '2 other orders']],
])('and in the terminal: %i', (count, parts) => {
  const text = stripVTControlCharacters(auditText('Kafka', audited(count), 'scripted'))
  for (const part of parts) expect(text).toMatch(new RegExp(` ${part}$`, 'm'))
})
