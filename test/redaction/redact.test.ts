import { describe, expect, test } from 'vitest'
import { redact } from '../../src/redaction/redact.ts'
import { negativeCases, people, positiveCases, roster } from './cases.ts'

const marked = /\{([A-Z]+_\d+):([^{}]*(?:\{[^}]*\}[^{}]*)*)\}/g
const original = (text: string): string => text.replace(marked, '$2')
const expected = (text: string): string => text.replace(marked, '[$1]')
const body = async (text: string): Promise<string> => (await redact({ title: '', body: text, people }, roster)).body

describe('what goes', () => {
  test.each(positiveCases)('%s', async (text) => {
    expect(await body(original(text))).toBe(expected(text))
  })
})

describe('what stays', () => {
  test.each(negativeCases)('%s', async (text) => {
    expect(await body(text)).toBe(text)
  })
})

test('of all personal values at least 95 % go, and at most 2 % of the harmless texts are touched', async () => {
  let values = 0
  let found = 0
  for (const text of positiveCases) {
    const placeholders = [...text.matchAll(marked)].map(([, placeholder]) => `[${placeholder}]`)
    const redacted = await body(original(text))
    values += placeholders.length
    found += placeholders.filter((placeholder) => redacted.includes(placeholder)).length
  }
  const touched = (await Promise.all(negativeCases.map(body))).filter((text, index) => text !== negativeCases[index])
  expect(positiveCases.length + negativeCases.length).toBeGreaterThanOrEqual(110)
  expect(found / values).toBeGreaterThanOrEqual(0.95)
  expect(touched.length / negativeCases.length).toBeLessThanOrEqual(0.02)
})

test('a name that a roster lists by one word alone goes, although it may be a thing, too', async () => {
  const text = 'Sean was the first to notice. Otto or Gage could not be reached, and otto is also a tool.'
  const { body: redacted } = await redact({ title: 'Outage', body: text, people: [] }, ['Otto, ottomata', 'Gage'])
  expect(redacted).toMatch(/\[PERSON_\d\] or \[PERSON_\d\] could not be reached, and otto is also a tool\./)
})
