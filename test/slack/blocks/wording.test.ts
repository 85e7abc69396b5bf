import { describe, expect, test } from 'vitest'
import { image } from '../../../src/block-kit/blocks.ts'
import type { Content, Recurrence } from '../../../src/content.ts'
import type { Role } from '../../../src/domain.ts'
import { render } from '../../../src/slack/render.ts'
import { linesOf } from './lines-of.ts'
import { type ContentOf, typical } from './typical-contents.ts'

const shown = (content: Content): string[] => linesOf(render(content).blocks)
const builtIn = 'built-in extractor 1'

describe('the message that begins a thread', () => {
  test('says what happened, who had a part, how often, and what is not certain', () => {
    expect(shown(typical.digest)).toEqual([
      '# Checkout timeouts during the spring campaign',
      'Open the postmortem · 2026-03-14 · SEV1 · Checkout',
      '47 minutes · 12,000 customers',
      'Involved: *DynamoDB* (root cause), *Amazon SQS* (contributing) and AWS Lambda (affected)',
      '4th incident involving *DynamoDB* on record, 2nd in twelve months',
      'Fourth incident of *Write capacity below a planned peak* in twelve months, 7th on record',
      '(⚠️ The text may disagree with the facts (47 minutes): “In total customers could not pay for about two hours.”)',
      '(✋ ElastiCache is held back for a curator.)',
      '(Updated 2026-11-23: the postmortem was edited.)',
    ])
  })

  test.each<[Recurrence, string]>([
    [{ of: 'technology', name: 'S3', ordinal: 1, withinYear: 1 }, '1st incident involving *S3* on record'],
    [
      { of: 'technology', name: 'S3', ordinal: 2, withinYear: 2 },
      '2nd incident involving *S3* on record, both in twelve months',
    ],
    [
      { of: 'technology', name: 'S3', ordinal: 3, withinYear: 3 },
      '3rd incident involving *S3* on record, all in twelve months',
    ],
    [
      { of: 'technology', name: 'S3', ordinal: 22, withinYear: 1 },
      '22nd incident involving *S3* on record, the first in twelve months',
    ],
    [
      { of: 'technology', name: 'S3', ordinal: 113, withinYear: 11 },
      '113th incident involving *S3* on record, 11th in twelve months',
    ],
    [{ of: 'pattern', name: 'Hot keys', ordinal: 4, withinYear: 4 }, 'Fourth incident of *Hot keys* in twelve months'],
    [
      { of: 'pattern', name: 'Hot keys', ordinal: 14, withinYear: 11 },
      '11th incident of *Hot keys* in twelve months, 14th on record',
    ],
    [
      { of: 'pattern', name: 'Hot keys', ordinal: 5, withinYear: 1 },
      '5th incident of *Hot keys* on record, the first in twelve months',
    ],
  ])('counts %j as people would', (recurrence, line) => {
    expect(shown({ ...typical.digest, recurrence: [recurrence] })).toContain(line)
  })

  test.each([
    [[], 'No technology was directly involved.'],
    [typical.digest.heldBack, 'No other technology was directly involved.'],
  ])('says so when no technology had a part (held back: %j)', (heldBack, line) => {
    expect(shown({ ...typical.digest, technologies: [], heldBack })).toContain(line)
  })

  test('strikes everything through once the postmortem is withdrawn', () => {
    const [first, ...rest] = shown({ ...typical.digest, isWithdrawn: true })
    expect(first).toBe('*Withdrawn: *this postmortem was withdrawn and no longer counts.')
    expect(rest.join('').replaceAll(/~[^~]*~/g, '')).toBe('')
    expect(rest.join('')).toContain('Checkout timeouts')
  })
})

describe('a summary', () => {
  test.each([
    ['claude-sonnet-5', 'not stated', '(Made by claude-sonnet-5)'],
    [builtIn, 'nothing found', `(Made by ${builtIn}: no language model was used)`],
  ])('by %s says of an empty field: %s', (model, absent, line) => {
    const lines = shown({ ...typical.summary, model })
    expect(lines.slice(lines.indexOf('*Preventive actions*'))).toEqual([
      '*Preventive actions*',
      absent,
      '(2 statements dropped: a quote is not in the document; a number, date or identifier is not in the document.)',
      line,
      '<context_actions>',
    ])
  })
})

describe('a finding', () => {
  test.each<[Role, string]>([
    ['root_cause', '*DynamoDB* was the root cause.'],
    ['contributing', '*DynamoDB* contributed to the failure.'],
    ['affected', '*DynamoDB* was affected; it did not cause the failure.'],
  ])('says in a sentence that it was %s', (role, line) => {
    expect(shown({ ...typical.finding, role })[0]).toBe(line)
  })

  test('tells that it is disputed only while it is', () => {
    const dispute = (lines: string[]): boolean => lines.some((line) => /Disputed|Curators found/.test(line))
    expect(
      (['open', 'upheld', null] as const).map((one) => dispute(shown({ ...typical.finding, dispute: one }))),
    ).toEqual([true, true, false])
  })
})

test('similar incidents say in words how alike they are', () => {
  expect(shown(typical.similar)[1]).toBe(
    `• Checkout timeouts during the spring campaign · 2026-01-10 · SEV1 · DynamoDB (contributing) · very alike\n${typical.similar.incidents[0]?.sentence}`,
  )
  expect(shown(typical.similar).at(-1)).toContain('· alike\n')
})

describe('a report', () => {
  test('tells roles, patterns and what has changed', () => {
    expect(shown(typical.report)).toEqual([
      '# DynamoDB: failure patterns',
      '40 incidents, all incidents on record · asked by @U024ALICE',
      'DynamoDB contributed to *19 incidents*, was the root cause of *12* and was affected in *9*.',
      '*4 patterns*',
      '• *Write capacity below a planned peak* — 14 incidents · capacity & scaling · ▃▁▅▃▃█▅▇ · no clear change',
      '• *Hot partition behind a popular key* — 9 incidents · capacity & scaling · ▁▆▄▁█▄▄▄',
      '• *Clients upgraded without their table module* — 6 incidents · configuration & deployment · ▁▁▁▄▁▁▆█',
      '• *Time-to-live misread as a deletion schedule* — 4 incidents · human operation · █▅▁▁▁▅▁▁',
      '(Bars: incidents per quarter, 2024-Q3 to 2026-Q2. Rising or falling: the halves of 2024-07-04 to 2026-06-20 differ by more than chance (exact test at 5 %); earlier incidents are in neither. An incident that fits two patterns counts in both. Each pattern has its own reply below.)',
      '*Since the report of 2026-08-01*',
      '• *New*: Clients upgraded without their table module',
      '• *Grown*: Write capacity below a planned peak (11 → 14)',
      '• *Gone*: Backups restored into the wrong account',
      '[Opportunities] [Fold again]',
    ])
  })

  test.each([
    [27, /^\(2 technologies more are only in the last row\. /],
    [26, /^\(1 technology more is only in the last row\. /],
    [25, /^\(cap: /],
  ])('of %i technologies says how many have no row of their own', (count, note) => {
    const rows = typical.matrix.rows.slice(0, 1).flatMap((row) => new Array(count).fill(row))
    expect(shown({ ...typical.matrix, rows })).toContainEqual(expect.stringMatching(note))
  })

  test('of all technologies tells those apart whose names begin alike', () => {
    const names = ['Apache Kafka', 'Apache Kafka Streams', 'Apache Airflow']
    const rows = typical.matrix.rows.slice(0, 1).flatMap((row) => names.map((name) => ({ ...row, name })))
    const table = shown({ ...typical.matrix, rows }).map((line) => line.slice(0, 15))
    expect(table).toEqual(expect.arrayContaining(['Apache Kafka   ', 'Apache Kafka…  ', 'Apache Airflow ']))
  })

  test.each<[string, Partial<ContentOf<'report'>>, string]>([
    ['a window', { since: '2025-01-01' }, '40 incidents, since 2025-01-01 · asked by @U024ALICE'],
    ['no incident', { incidents: 0, roles: [], patterns: [] }, 'No incident on record involves it.'],
    [
      'no incident of those that are asked for',
      { incidents: 0, roles: [], patterns: [], severities: ['SEV1'] },
      'No such incident involves it.',
    ],
    ['no pattern', { patterns: [] }, 'No failure among these incidents has recurred more than once.'],
    [
      'no change',
      { changes: { since: '2026-08-01', added: [], grown: [], shrunk: [], gone: [] } },
      '*Since the report of 2026-08-01*: nothing has changed.',
    ],
    [
      'a fold under way',
      { progress: { state: 'folding', digests: 41, answers: 3 } },
      '⏳ Folding 41 digests of *DynamoDB*… 3 answers so far',
    ],
    [
      'a fold that begins',
      { progress: { state: 'folding', digests: 1, answers: 0 } },
      '⏳ Folding 1 digest of *DynamoDB*…',
    ],
    [
      'a failure',
      { progress: { state: 'failed', reason: 'The model refused.' } },
      '⚠️ *Finding the patterns of DynamoDB failed.* The model refused.',
    ],
  ])('says so with %s', (_, parts, line) => {
    expect(shown({ ...typical.report, ...parts })).toContain(line)
  })

  test('mentions nobody while it is folded: the message would ping', () => {
    const lines = shown({ ...typical.report, progress: { state: 'folding', digests: 41, answers: 0 } })
    expect(lines.join()).not.toContain('@')
  })

  test('shows the chart only when it is there', () => {
    const picture = image({ slackFileId: 'F024CHART' }, { alt: 'Incidents per quarter' })
    expect(linesOf(render(typical.report, { picture }).blocks)).toContain('<image>')
    expect(shown(typical.report)).not.toContain('<image>')
  })
})

test('a pattern shows its test, its members and their words', () => {
  const lines = shown(typical.pattern)
  expect(lines.slice(0, 3)).toEqual([
    '# 1. Write capacity below a planned peak',
    '*14 incidents* · capacity & scaling',
    '2024-Q3 ▃▁▅▃▃█▅▇ 2026-Q2 · at most 4 in a quarter (2025-Q4)',
  ])
  expect(lines).toContain(`Belongs here: ${typical.pattern.pattern.criterion}`)
  expect(lines).toContain('• Order history frozen after a table restore · 2026-02-11 · SEV2 · root cause')
  expect(lines).toContain('and 8 more')
  expect(lines).toContain(`| “${typical.pattern.quotes[0]?.quote}”`)
})

test.each([
  ['claude-sonnet-5', 0.0412, '($0.04 · 12,040 tokens · folded on 2026-11-23)'],
  ['claude-sonnet-5', 0.0004, '($0.0004 · 12,040 tokens · folded on 2026-11-23)'],
  [builtIn, 0, '(Folded on 2026-11-23)'],
])('the ledger of %s for $%d names its cost', (model, costUsd, line) => {
  expect(shown({ ...typical.ledger, model, costUsd }).at(-1)).toBe(line)
})

test.each([
  [0, 'No proposal. They are drawn from patterns, and there is none that an investment would answer.'],
  [1, '1 proposal below, a draft until a person approves or rejects it.'],
  [2, '2 proposals below, each a draft until a person approves or rejects it.'],
])('%i opportunities are announced in good English', (count, line) => {
  expect(shown({ ...typical.opportunities, count })).toContain(line)
})

describe('an opportunity', () => {
  const { decision } = typical.opportunity
  const by = 'U024ALICE'

  test('says what it would have prevented, and which facts are unknown', () => {
    const lines = shown(typical.opportunity)
    expect(lines).toContain('*Would have prevented 4 of 40 incidents*')
    expect(lines).toContain('612 minutes (stated for 3 of 4) · customers unknown · lost revenue 180,000 EUR')
    expect(lines).toContain(`*Against it: *${typical.opportunity.counterEvidence}`)
  })

  test.each<[ContentOf<'opportunity'>['decision'], string]>([
    [decision, 'A draft: nobody has decided on it yet.'],
    [{ ...decision, state: 'approved', by, on: '2026-11-23' }, '*✅ Approved* by @U024ALICE on 2026-11-23.'],
    [
      { ...decision, state: 'rejected', by, on: '2026-11-23', reason: 'We buy it.' },
      '*🚫 Rejected* by @U024ALICE on 2026-11-23: We buy it.',
    ],
    [{ ...decision, state: 'shipped', on: '2026-12-01' }, '*🚀 Shipped* on 2026-12-01.'],
    [
      { ...decision, state: 'shipped', by, on: '2026-11-23', shipped: { on: '2026-12-01', by: 'U024BORIS' } },
      '*🚀 Shipped* on 2026-12-01, as @U024BORIS said.',
    ],
    [
      { ...decision, state: 'shipped', by, on: '2026-11-23', shipped: { on: '2026-12-01', by: null } },
      '*✅ Approved* by @U024ALICE on 2026-11-23.',
    ],
    [{ ...decision, state: 'replaced' }, 'Replaced by a newer fold.'],
    [{ ...decision, editedBy: 'U024BORIS' }, 'Words changed by @U024BORIS.'],
  ])('says who decided: %j', (given, line) => {
    expect(shown({ ...typical.opportunity, decision: given })).toContain(line)
  })

  test('says what it has spared, and when that was counted', () => {
    const measured = { on: '2026-12-31', words: '3 incidents in the 200 days since: spared about 9 of 12.' }
    expect(shown({ ...typical.opportunity, measured }).join('\n')).toContain(
      '3 incidents in the 200 days since: spared about 9 of 12. Counted on 2026-12-31.',
    )
  })

  test('shows the words that confirm a prevention, and how many claims nothing confirmed', () => {
    const text = shown(typical.opportunity).join('\n')
    expect(text).toContain('“The campaign of that evening began on a table that was sized for an ordinary day.”')
    expect(text).toContain('Claimed, but not confirmed by their own text: 2 incidents.')
    expect(shown({ ...typical.opportunity, unconfirmed: 0 }).join('\n')).not.toContain('not confirmed')
  })

  test('can ship only once it is approved', () => {
    const states = ['draft', 'approved', 'rejected', 'shipped', 'replaced'] as const
    const offered = states.filter((state) =>
      shown({ ...typical.opportunity, decision: { ...decision, state } }).includes('[Shipped…]'),
    )
    expect(offered).toEqual(['approved'])
  })

  test('can be decided on only while it is a draft', () => {
    const states = ['draft', 'approved', 'rejected', 'shipped', 'replaced'] as const
    const offered = states.filter((state) =>
      shown({ ...typical.opportunity, decision: { ...decision, state } }).includes('[Approve] [Reject…] [Edit…]'),
    )
    expect(offered).toEqual(['draft'])
  })

  test('shows a headline that is too long for a header in full below it', () => {
    const investment = 'Scale every table ahead of time '.repeat(8).trim()
    expect(shown({ ...typical.opportunity, investment })).toContain(`*1. ${investment}*`)
  })
})

describe('a reply', () => {
  test('offers the nearest technologies for a name that is none', () => {
    expect(shown(typical.technologies).slice(0, 2)).toEqual([
      'There is no technology “dynamodbb” here. Did you mean one of these?',
      '[DynamoDB] [ElastiCache]',
    ])
  })

  test('offers every technology once, however often it is named', () => {
    const technologies = [...typical.technologies.technologies, ...typical.technologies.technologies]
    expect(shown({ ...typical.technologies, technologies }).at(-1)).toBe(
      '[All] [DynamoDB (41)] [ElastiCache (17)] [PostgreSQL (12)]',
    )
  })

  test('about a channel in trouble names it, the reason and what to do', () => {
    const lines = shown(typical.status).join('\n')
    expect(lines).toContain('• #C024POSTMORTEMS — 12 messages waiting.')
    expect(lines).toContain('Unarchive the channel or invite Lode to it')
  })

  test('about a quiet day says that nothing needs anybody', () => {
    const quiet = { ...typical.status, givenUp: [], channelTroubles: [], waitingForCurators: 0 }
    expect(shown(quiet)).toContain('✅ Nothing needs you.')
    expect(shown(typical.status)).not.toContain('✅ Nothing needs you.')
  })

  test.each([
    [true, '[Leave it out] [Take it back in]'],
    [false, '(Curators decide on what is disputed.)'],
  ])('about curation offers a decision only to those who may decide (%s)', (mayDecide, line) => {
    expect(shown({ ...typical.curation, mayDecide })).toContain(line)
    expect(shown({ ...typical.curation, mayDecide: !mayDecide })).not.toContain(line)
  })
})

describe('what is rare', () => {
  test('is told with its facts, the severe first', () => {
    expect(shown(typical.rare)).toEqual([
      '*Rare, but severe*',
      expect.stringMatching(
        /^• \*Backups restored into the wrong account\* — 2 incidents · human operation\nCheckout timeouts .* · 2026-01-10 · SEV1 · root cause · lost revenue 120,000 EUR · 47 minutes\nOrder/,
      ),
      '• Checkout timeouts during the spring campaign · 2026-03-14 · SEV1 · affected',
      '*Also rare*',
      expect.stringMatching(
        /^• \*Streams read by too many consumers\* — 1 incident · .*\n.* · SEV3 · .* · 300 customers$/,
      ),
      'And 4 incidents that fit no pattern, of no high severity.',
      expect.stringContaining('Ranked by severity, then money, customers and minutes'),
      '<context_actions>',
    ])
  })

  test.each([
    [1, 0, 0, 'Rare: 1 severe, '],
    [2, 1, 4, 'Rare: 2 severe, 5 more, '],
    [0, 1, 0, 'Rare: 1 not severe, '],
  ])('is notified of as %i severe, %i mild and %i others: %s', (severe, mild, others, text) => {
    const [one] = typical.rare.themes ?? []
    const themes = [true, false].flatMap((isSevere) =>
      new Array(isSevere ? severe : mild).fill(one).map((line) => ({ ...line, isSevere })),
    )
    expect(render({ ...typical.rare, themes, more: 0, others }).text).toBe(`${text}${typical.rare.technology.name}`)
  })

  test('and not severe is told alone where nothing is', () => {
    const themes = typical.rare.themes?.filter(({ isSevere }) => !isSevere) ?? []
    expect(shown({ ...typical.rare, themes, others: 0 })[0]).toBe('*Also rare*')
    expect(shown({ ...typical.rare, themes: [], others: 1 })[0]).toBe(
      '1 incident that fits no pattern, of no high severity.',
    )
  })
})
