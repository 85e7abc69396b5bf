import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, test } from 'vitest'
import { readListedPeople } from '../../src/redaction/listed-people.ts'
import { redact } from '../../src/redaction/redact.ts'
import { refuseLeaks } from '../../src/redaction/self-check.ts'
import { computing } from '../support/computing.ts'
import { negativeCases, people, positiveCases, roster } from './cases.ts'

const plain = (text: string): string => text.replace(/\{[A-Z]+_\d+:([^{}]*(?:\{[^}]*\}[^{}]*)*)\}/g, '$1')
const wholeDocument = [...positiveCases.map(plain), ...negativeCases].join('\n\n')
const redactBody = async (text: string): Promise<string> =>
  (await redact({ title: '', body: text, people }, roster)).body

describe('placeholders', () => {
  test('are the same in title and body, and numbered by first appearance', async () => {
    const document = {
      title: 'Outage seen by Priya Raghavan',
      body: 'Jane Roe asked @praghavan and @jroe. Priya: yes.\n\nMail a@example.com, b@example.com, A@example.com.',
      people,
    }
    expect(await redact(document, roster)).toEqual({
      title: 'Outage seen by [PERSON_1]',
      body: '[PERSON_2] asked [PERSON_1] and [PERSON_2]. [PERSON_1]: yes.\n\nMail [EMAIL_1], [EMAIL_2], [EMAIL_1].',
      counts: { secret: 0, email: 2, card: 0, ip: 0, phone: 0, money: 0, person: 2 },
    })
  })

  test('do not depend on earlier documents or on the order of the roster', async () => {
    const first = await redact({ title: 'x', body: wholeDocument, people }, roster)
    expect(await redact({ title: 'x', body: wholeDocument, people }, roster)).toEqual(first)
    expect(await redact({ title: 'x', body: wholeDocument, people }, roster.toReversed())).toEqual(first)
  })

  test('that are there already stay, and new ones continue their numbers', async () => {
    expect(await redactBody('[PERSON_4] told Jane Roe, see [EMAIL_1] and c@example.com')).toBe(
      '[PERSON_4] told [PERSON_5], see [EMAIL_1] and [EMAIL_2]',
    )
  })

  test.each([...positiveCases.map(plain), ...negativeCases])('do not change when redacted again: %s', async (text) => {
    const once = await redactBody(text)
    expect(await redactBody(once)).toBe(once)
  })

  test('keep apart two people of the same first name who are only on the roster', async () => {
    expect(await redactBody('Sam Oduya left. Sam said so. Sam Lindqvist came.')).toBe(
      '[PERSON_1] left. [PERSON_2] said so. [PERSON_3] came.',
    )
  })
})

describe('Unicode', () => {
  test.each([
    ['🙂Jane Roe🙂 and 👩‍💻 Jane', '🙂[PERSON_1]🙂 and 👩‍💻 [PERSON_1]'],
    ['Toma\u0301s A\u030Angstro\u0308m', '[PERSON_1]'],
    ['𝒥ane and 𠮷山田太郎𠮷', '𝒥ane and 𠮷[PERSON_1]𠮷'],
    ['ZHANNA QASYMOVA', '[PERSON_1]'],
  ])('%s', async (text, expected) => {
    const redacted = await redactBody(text)
    expect(redacted).toBe(expected)
    expect(redacted.isWellFormed()).toBe(true)
  })
})

describe('Markdown', () => {
  const shapeOf = (text: string): unknown => {
    const shape = (node: { type: string; children?: unknown[] }): unknown => [
      node.type,
      (node.children as { type: string }[] | undefined)?.filter(({ type }) => type !== 'text').map(shape) ?? [],
    ]
    return shape(unified().use(remarkParse).use(remarkGfm).parse(text))
  }

  test.each([
    'Jane: restarting\nPriya: yes\n\n- Jane: yes\n\n> Jane: no\n\nJane Roe(SRE) and Jane[1]',
    '| Who | What |\n|---|---|\n| Jane Roe | `ping 10.0.0.1` |\n| **Priya** | [Jane](https://example.com/x) |',
    '```\n[10:05] <jroe> ping 10.0.0.1\npassword=hunter2\n```\n\n1. **Jane**\n2. _Priya_ ~~Roe~~ `jroe`',
    '# Jane Roe\n\n[Jane Roe](https://example.com/people) ![Jane](a.png)\n\n- [ ] Jane\n- [x] Priya: done',
  ])('keeps its structure: %s', async (text) => {
    const redacted = await redactBody(text)
    expect(redacted).not.toMatch(/Jane|Priya|10\.0\.0\.1/)
    expect(shapeOf(redacted)).toEqual(shapeOf(text))
  })
})

describe('the last look', () => {
  const directory = readListedPeople(people, roster)

  test.each([
    ['an e-mail address', 'mail someone@example.com'],
    ['a secret', 'key AKIAIOSFODNN7EXAMPLE'],
    ['a listed person', 'then Jane Roe came'],
  ])('refuses %s and does not repeat it', async (kind, text) => {
    const refusal = await refuseLeaks(['harmless', text], directory).catch((error: unknown) => String(error))
    expect(refusal).toContain(kind)
    expect(refusal).not.toContain(text.split(' ').at(-1))
  })

  test('lets redacted text pass', async () => {
    await expect(
      refuseLeaks(['[PERSON_1] wrote to [EMAIL_1] about key=[SECRET_1]'], directory),
    ).resolves.toBeUndefined()
  })
})

describe('large input', () => {
  const unfriendly = [
    'a',
    '漢字',
    '*',
    '-',
    '1 ',
    '~~~',
    '@a',
    'a@b.',
    'key=',
    '12:00 <a> ',
    '€1-',
    'Jane Roe, ',
    '| a ',
    'https://a:b',
  ]

  test.each(unfriendly)('100 kB of %j take less than five seconds of computing', async (seed) => {
    const text = seed.repeat(100_000 / seed.length)
    let redacted = text
    const took = await computing(async () => {
      redacted = await redactBody(text)
    })
    expect(took).toBeLessThan(5_000)
    expect(redacted).not.toContain('Jane')
  })

  test('a large document is redacted like a small one', async () => {
    const redacted = await redactBody(`${'Nothing happened for a while. '.repeat(5_000)}\n\nJane Roe came back.`)
    expect(redacted.endsWith('\n\n[PERSON_1] came back.')).toBe(true)
  })
})
