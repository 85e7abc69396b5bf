import { describe, expect, test } from 'vitest'
import type { Attribution, CausalTest, Digest, Problem, Proposal, Statement, Theme } from '../../src/domain.ts'
import { readNarrative } from '../../src/pipeline/narrative.ts'
import type { Stage } from '../../src/pipeline/stage.ts'
import { analyzer } from '../../src/pipeline/stages/analyzer.ts'
import { assignment } from '../../src/pipeline/stages/assignment.ts'
import { attribution } from '../../src/pipeline/stages/attribution.ts'
import { classification } from '../../src/pipeline/stages/classification.ts'
import { opportunity } from '../../src/pipeline/stages/opportunity.ts'
import { patterns } from '../../src/pipeline/stages/patterns.ts'
import { prevention, type Verdicts } from '../../src/pipeline/stages/prevention.ts'
import { recheck } from '../../src/pipeline/stages/recheck.ts'
import { summarization } from '../../src/pipeline/stages/summarization.ts'
import { aDigest, aPostmortem, aSummary, aTechnology } from '../support/builders.ts'

const body = `DynamoDB throttled the writes of the checkout service.

The retries of the clients made it worse for 40 minutes. Kafka held the orders meanwhile.

The hot partition was split by hand.

The nightly dump of the s3 section went on.`
const throttled = 'DynamoDB throttled the writes of the checkout service.'
const retried = 'The retries of the clients made it worse for 40 minutes.'
const split = 'The hot partition was split by hand.'

const postmortem = aPostmortem({ title: 'Checkout was slow in wave 7', body })
const narrative = readNarrative(body)
const technology = aTechnology()
const kafka = aTechnology({ id: 'kafka', name: 'Apache Kafka' })
const technologies = [technology, kafka, aTechnology({ id: 's3', homonyms: ['s3 section'] })]

/** What a stage's check finds, as `path: message`. */
function problems<In, Out>(stage: Stage<In, Out>, input: In, output: Out): string[] {
  return (stage.check?.(input, output) ?? []).map(({ path, message }: Problem) => `${path.join('.')}: ${message}`)
}

describe('summarization', () => {
  const check = (summary: Partial<ReturnType<typeof aSummary>>) =>
    problems(summarization, { postmortem, narrative, technologies }, aSummary(summary))

  test('accepts statements with figures, names and quotes of the document', () => {
    const impact = [{ text: 'The clients retried for 40 minutes in wave 7 on 2024-03-05.', quote: retried }]
    expect(check({ impact })).toEqual([])
  })

  test.each<[mistake: string, statement: Statement, problem: string]>([
    [
      'an invented quote',
      { text: split, quote: 'The hot partition was split by a script of ours.' },
      'impact.0: this quote is not',
    ],
    ['an empty quote', { text: split, quote: '' }, 'impact.0: this quote is not'],
    [
      'an invented number',
      { text: 'It was split into 8 partitions.', quote: split },
      'impact.0: not in the given text: 8',
    ],
    [
      'a quote about something else',
      { text: 'All customers had to wait.', quote: split },
      'impact.0: the quote does not bear on',
    ],
    [
      'a technology that only a homonym names',
      { text: 'The dump of S3 went on.', quote: 'The nightly dump of the s3 section went on.' },
      'impact.0: names what the quoted passage does not: s3',
    ],
  ])('refuses %s', (_, statement, problem) => {
    expect(check({ impact: [statement] })).toEqual(expect.arrayContaining([expect.stringContaining(problem)]))
  })

  test('refuses a summary that says nothing', () => {
    expect(check({ rootCauses: [], resolution: [] })).toEqual([': no statement at all about the incident'])
  })

  test('is asked for again when a field is missing, not when one is empty', () => {
    const { impact: _, ...lacking } = aSummary()
    expect(summarization.output.safeParse(lacking).success).toBe(false)
    expect(summarization.output.safeParse(aSummary({ impact: [] })).success).toBe(true)
  })

  test('puts the letters of the document in place of quotes', () => {
    const summary = aSummary({ resolution: [{ text: split, quote: split.toUpperCase() }] })
    expect(summarization.anchor?.({ postmortem, narrative, technologies }, summary).resolution[0]?.quote).toBe(split)
  })
})

describe('classification', () => {
  const check = (...found: { id: string; quote: string }[]) =>
    problems(classification, { summary: aSummary(), technologies, narrative }, { technologies: found })

  test('may be none', () => {
    expect(check()).toEqual([])
  })

  test('accepts a technology that the quoted paragraph names', () => {
    expect(check({ id: 'dynamodb', quote: throttled })).toEqual([])
  })

  test('accepts a technology that the paragraph names beside the quote', () => {
    expect(check({ id: 'kafka', quote: retried })).toEqual([])
  })

  test.each<[mistake: string, found: { id: string; quote: string }[], problems: unknown[]]>([
    [
      'an id that is not in the registry',
      [{ id: 'oracle', quote: throttled }],
      ['technologies.0: unknown id oracle', 'technologies.0: the quoted passage does not name oracle'],
    ],
    [
      'an id in another case',
      [{ id: 'DynamoDB', quote: throttled }],
      [expect.stringContaining('unknown id DynamoDB'), expect.anything()],
    ],
    [
      'a technology that the quoted paragraph does not name',
      [{ id: 'dynamodb', quote: split }],
      ['technologies.0: the quoted passage does not name dynamodb'],
    ],
    [
      'a technology that only a homonym names',
      [{ id: 's3', quote: 'The nightly dump of the s3 section went on.' }],
      ['technologies.0: the quoted passage does not name s3'],
    ],
    [
      'an invented quote',
      [{ id: 'dynamodb', quote: 'DynamoDB was down all day long.' }],
      [expect.stringContaining('this quote is not')],
    ],
    [
      'a technology named twice',
      [
        { id: 'dynamodb', quote: throttled },
        { id: 'kafka', quote: retried },
        { id: 'dynamodb', quote: throttled },
      ],
      ['technologies.2: dynamodb is named twice'],
    ],
  ])('refuses %s', (_, found, expected) => {
    expect(check(...found)).toEqual(expected)
  })
})

describe('attribution', () => {
  const input = { technology, passages: [body], narrative, technologies }
  const said = (answer: CausalTest['answer']): CausalTest => ({ answer, quote: answer === 'unclear' ? '' : throttled })
  const judged = (answers: string, role: Attribution['role']): Attribution => {
    const [preceded, necessary, sufficient] = answers.split(' ') as CausalTest['answer'][]
    return {
      precededFailure: said(preceded ?? 'unclear'),
      necessary: said(necessary ?? 'unclear'),
      sufficient: said(sufficient ?? 'unclear'),
      role,
    }
  }

  test.each<[answers: string, role: Attribution['role']]>([
    ['yes yes yes', 'root_cause'],
    ['yes yes no', 'root_cause'],
    ['yes yes unclear', 'root_cause'],
    ['yes no no', 'contributing'],
    ['yes unclear unclear', 'contributing'],
    ['no no no', 'affected'],
    ['unclear unclear unclear', 'affected'],
    ['no no no', 'mitigation'],
    ['unclear unclear unclear', 'mentioned'],
    ['yes no no', 'mentioned'],
    ['no no no', 'ruled_out'],
    ['yes no no', 'ruled_out'],
  ])('accepts "%s" with %s', (answers, role) => {
    expect(problems(attribution, input, judged(answers, role))).toEqual([])
  })

  test.each<[answers: string, role: Attribution['role'], problem: string]>([
    ['no yes yes', 'root_cause', ': root_cause needs "yes"'],
    ['unclear yes yes', 'root_cause', ': root_cause needs "yes"'],
    ['yes no yes', 'root_cause', ': root_cause needs "yes"'],
    ['yes unclear yes', 'root_cause', ': root_cause needs "yes"'],
    ['no yes yes', 'contributing', ': contributing needs "yes"'],
    ['unclear unclear unclear', 'contributing', ': contributing needs "yes"'],
    ['yes yes no', 'mentioned', ': mentioned contradicts the answers'],
    ['yes unclear yes', 'mentioned', ': mentioned contradicts the answers'],
    ['yes yes yes', 'ruled_out', ': ruled_out contradicts the answers'],
  ])('refuses "%s" with %s', (answers, role, problem) => {
    expect(problems(attribution, input, judged(answers, role))).toEqual([expect.stringContaining(problem)])
  })

  test('refuses an answer without a quote, unless it is unclear', () => {
    const unquoted = { ...judged('yes yes unclear', 'root_cause'), necessary: { answer: 'yes', quote: '' } as const }
    expect(problems(attribution, input, unquoted)).toEqual([expect.stringContaining('necessary: this quote is not')])
  })

  test('refuses an invented quote', () => {
    const invented = { answer: 'yes', quote: 'DynamoDB was down all day long.' } as const
    expect(problems(attribution, input, { ...judged('yes yes yes', 'root_cause'), precededFailure: invented })).toEqual(
      [expect.stringContaining('precededFailure: this quote is not')],
    )
  })

  test('shows the model neither the document nor the registry', () => {
    expect(Object.keys(attribution.vars(input)).sort((a, b) => a.localeCompare(b))).toEqual(['passages', 'technology'])
  })
})

describe('analyzer', () => {
  const input = {
    summary: aSummary(),
    technology,
    role: 'root_cause',
    quotes: [retried],
    narrative,
    technologies,
  } as const
  const good: Statement[] = [
    { text: 'DynamoDB throttled the writes.', quote: throttled },
    { text: 'Retries of the clients made it worse for 40 minutes.', quote: retried },
    { text: 'The hot partition had to be split.', quote: split },
  ]

  test.each([3, 4, 5])('accepts %i sentences', (count) => {
    expect(problems(analyzer, input, { sentences: [...good, ...good].slice(0, count) })).toEqual([])
  })

  test.each([0, 2, 6, 7])('refuses %i sentences', (count) => {
    const sentences = [...good, ...good, ...good].slice(0, count)
    expect(problems(analyzer, input, { sentences })).toContain(`: ${count} sentences; 3 to 5 are wanted`)
  })

  test('refuses sentences of which none names the technology', () => {
    const sentences = good.map((sentence) => ({ text: 'The hot partition was split.', quote: sentence.quote })).slice(1)
    expect(problems(analyzer, input, { sentences: [...sentences, ...sentences] })).toContain(
      ': no sentence names DynamoDB',
    )
  })

  test('accepts sentences of which only a quote names the technology', () => {
    const sentences = [{ text: 'The writes were throttled.', quote: throttled }, ...good.slice(1)]
    expect(problems(analyzer, input, { sentences })).toEqual([])
  })

  test.each<[mistake: string, sentence: Statement, problem: string]>([
    [
      'a figure that it was not given',
      { text: 'It was split into 8 parts.', quote: split },
      'sentences.3: not in the given text: 8',
    ],
    [
      'a technology that it was not given',
      { text: 'Kafka made the clients retry.', quote: retried },
      'sentences.3: names what the quoted passage does not: kafka',
    ],
    [
      'an invented quote',
      { text: 'The hot partition was split.', quote: 'A script split the hot partition.' },
      'sentences.3: this quote is not',
    ],
    [
      'a quote about something else',
      { text: 'DynamoDB was blameless.', quote: split },
      'sentences.3: the quote does not bear',
    ],
  ])('refuses %s', (_, sentence, problem) => {
    expect(problems(analyzer, input, { sentences: [...good, sentence] })).toEqual([expect.stringContaining(problem)])
  })
})

const digests: Digest[] = [aDigest({ id: 1 }), aDigest({ id: 2 }), aDigest({ id: 3 })]
const theme: Theme = {
  name: 'Hot partitions',
  criterion: 'Was a single partition hot?',
  failureClass: 'capacity_scaling',
  description: 'One key took all of the writes.',
  digestIds: [1, 2],
}

describe('patterns', () => {
  const check = (...themes: Theme[]) => problems(patterns, { technology, digests }, { themes })

  test('may be none', () => {
    expect(check()).toEqual([])
  })

  test('accepts a theme that two digests show', () => {
    expect(check(theme, { ...theme, digestIds: [3, 2, 1] })).toEqual([])
  })

  test.each<[mistake: string, theme: Partial<Theme>, problems: string[]]>([
    ['an id that it was not sent', { digestIds: [1, 2, 9] }, ['themes.0.digestIds.2: unknown id 9']],
    ['the id of a postmortem', { digestIds: [1, 2, 101] }, ['themes.0.digestIds.2: unknown id 101']],
    [
      'a theme that one digest shows',
      { digestIds: [1] },
      ['themes.0: a theme needs at least two digests that show it'],
    ],
    [
      'a theme that one digest shows twice',
      { digestIds: [1, 1] },
      ['themes.0: a theme needs at least two digests that show it'],
    ],
    ['a number in the name', { name: 'Hot partitions in 9 incidents' }, ['themes.0: not in the given text: 9']],
    [
      'a number in the criterion',
      { criterion: 'Were more than 80 % of writes on one key?' },
      ['themes.0: not in the given text: 80'],
    ],
    [
      'a number in the description',
      { description: 'It happened in twelve incidents.' },
      ['themes.0: not in the given text: 12'],
    ],
  ])('refuses %s', (_, part, expected) => {
    expect(check({ ...theme, ...part })).toEqual(expected)
  })

  test('is asked for again with an unknown failure class', () => {
    expect(patterns.output.safeParse({ themes: [theme] }).success).toBe(true)
    expect(patterns.output.safeParse({ themes: [{ ...theme, failureClass: 'other' }] }).success).toBe(false)
  })
})

describe('assignment', () => {
  const criteria = [1, 2].map((id) => ({ id, name: 'n', criterion: 'c', examples: [] }))
  const check = (...assignments: { digestId: number; criterionIds: number[] }[]) =>
    problems(assignment, { technology, criteria, digests }, { assignments })
  const all = digests.map(({ id }) => ({ digestId: id, criterionIds: id === 1 ? [1, 2] : [] }))

  test('accepts one entry for each digest, with any number of criteria', () => {
    expect(check(...all)).toEqual([])
  })

  test('refuses digests without an entry', () => {
    expect(check(...all.slice(0, 1))).toEqual([': no assignment for digests 2, 3'])
  })

  test('refuses a digest that it was not sent', () => {
    expect(check(...all, { digestId: 9, criterionIds: [1] })).toEqual(['assignments.3: unknown id 9'])
  })

  test('refuses a criterion that it was not sent', () => {
    expect(check(...all.slice(0, 2), { digestId: 3, criterionIds: [1, 7] })).toEqual([
      'assignments.2.criterionIds.1: unknown id 7',
    ])
  })
})

describe('opportunity', () => {
  const pattern = { ...theme, id: 11, line: 1, memberIds: [1, 2] }
  const proposal: Proposal = {
    investment: 'Write sharding by default',
    mechanism: 'No single key can take all of the writes.',
    patternIds: [11],
    preventions: [{ postmortemId: 101, why: 'Its hot key would have been spread.' }],
    counterEvidence: 'A scan would still be slow.',
  }
  const check = (part: Partial<Proposal>) =>
    problems(opportunity, { technology, patterns: [pattern], digests }, { proposals: [{ ...proposal, ...part }] })

  test('accepts a proposal that cites what it was sent', () => {
    expect(check({})).toEqual([])
  })

  test.each<[mistake: string, part: Partial<Proposal>, problems: string[]]>([
    ['a pattern that it was not sent', { patternIds: [11, 12] }, ['proposals.0.patternIds.1: unknown id 12']],
    [
      'a postmortem that it was not sent',
      { preventions: [...proposal.preventions, { postmortemId: 109, why: 'So it is.' }] },
      ['proposals.0.preventions.1: unknown id 109'],
    ],
    [
      'the id of a digest',
      { preventions: [{ postmortemId: 1, why: 'So it is.' }] },
      ['proposals.0.preventions.0: unknown id 1'],
    ],
    ['a proposal without a pattern', { patternIds: [] }, ['proposals.0: a proposal needs at least one pattern']],
    [
      'a proposal without a prevented incident',
      { preventions: [] },
      ['proposals.0: a proposal needs at least one prevented incident'],
    ],
    [
      'a number in the investment',
      { investment: 'Spend 7 weeks on sharding' },
      ['proposals.0: not in the given text: 7'],
    ],
    [
      'a number in the mechanism',
      { mechanism: 'It halves the load in 90 % of cases.' },
      ['proposals.0: not in the given text: 90'],
    ],
    [
      'a number in the counter-evidence',
      { counterEvidence: 'It takes twelve people.' },
      ['proposals.0: not in the given text: 12'],
    ],
    [
      'a number in the reason',
      { preventions: [{ postmortemId: 101, why: 'It would have saved 90 minutes.' }] },
      ['proposals.0.preventions.0: not in the given text: 90'],
    ],
  ])('refuses %s', (_, part, expected) => {
    expect(check(part)).toEqual(expected)
  })

  test('accepts numbers that the incidents state', () => {
    const stated = aDigest({ sentences: [{ text: 'It lasted 90 minutes.', quote: 'It lasted 90 minutes.' }] })
    const answer = { proposals: [{ ...proposal, mechanism: 'It would have saved the 90 minutes.' }] }
    expect(problems(opportunity, { technology, patterns: [pattern], digests: [stated] }, answer)).toEqual([])
  })
})

describe('prevention', () => {
  const input = {
    technology,
    investment: 'Write sharding',
    mechanism: 'No key takes all of the writes.',
    incidents: digests,
  }
  const said = 'DynamoDB throttled the writes of the checkout service.'
  const verdict = (part: Partial<Verdicts['verdicts'][number]> = {}): Verdicts['verdicts'][number] => ({
    postmortemId: 101,
    answer: 'yes',
    quote: said,
    ...part,
  })
  const check = (...verdicts: Verdicts['verdicts'][number][]) => problems(prevention, input, { verdicts })

  test('accepts a yes with the words of the incident, and a no without any', () => {
    expect(check(verdict(), verdict({ postmortemId: 102, answer: 'no', quote: '' }))).toEqual([])
  })

  test.each<[mistake: string, part: Partial<Verdicts['verdicts'][number]>, problem: string]>([
    ['an incident that it was not sent', { postmortemId: 999 }, 'verdicts.0: unknown id 999'],
    ['the id of a digest', { postmortemId: 1 }, 'verdicts.0: unknown id 1'],
    ['a yes without a quote', { quote: '' }, 'verdicts.0: incident 101 does not say what is quoted'],
    [
      'an invented quote',
      { quote: 'The key was hot for a whole week.' },
      'verdicts.0: incident 101 does not say what is quoted',
    ],
    [
      'the words of the summary in place of the document’s',
      { quote: 'DynamoDB throttled writes on a hot partition.' },
      'verdicts.0: incident 101 does not say what is quoted',
    ],
  ])('refuses %s', (_, part, problem) => {
    expect(check(verdict(part))).toEqual([problem])
  })

  test('keeps the letters of the document', () => {
    const output = { verdicts: [verdict({ quote: said.toUpperCase() })] }
    expect(prevention.anchor?.(input, output).verdicts[0]?.quote).toBe(said)
  })

  test('shows the model neither dates nor who claimed what', () => {
    expect(Object.keys(prevention.vars(input))).toEqual(['technology', 'investment', 'mechanism', 'incidents'])
  })
})

describe('the second look', () => {
  const input = { technology, criterion: 'Was a partition hot?', digests }
  const check = (digestId: number, answer: 'yes' | 'no', quote: string) =>
    problems(recheck, input, { verdicts: [{ digestId, answer, quote }] })

  test('accepts a yes with the words of the digest, and a no without any', () => {
    expect(check(1, 'yes', 'DynamoDB throttled writes on a hot partition.')).toEqual([])
    expect(check(1, 'no', '')).toEqual([])
  })

  test.each<[mistake: string, digestId: number, quote: string, problem: string]>([
    ['a digest that it was not sent', 999, 'DynamoDB throttled writes', 'verdicts.0: unknown id 999'],
    ['a yes without a quote', 1, '', 'verdicts.0: digest 1 does not say what is quoted'],
    ['an invented quote', 1, 'It was hot for a week in May.', 'verdicts.0: digest 1 does not say what is quoted'],
  ])('refuses %s', (_, digestId, quote, problem) => {
    expect(check(digestId, 'yes', quote)).toEqual([problem])
  })

  test('shows the model neither examples nor who was a member', () => {
    expect(Object.keys(recheck.vars(input))).toEqual(['technology', 'criterion', 'digests'])
  })
})
