import { describe, expect, test } from 'vitest'
import {
  anchorQuotes,
  figureProblems,
  idProblems,
  quoteProblems,
  statementProblems,
  supportProblems,
  technologyProblems,
} from '../../src/pipeline/evidence.ts'
import { readNarrative } from '../../src/pipeline/narrative.ts'
import { aTechnology } from '../support/builders.ts'

const narrative = readNarrative(
  'Kafka lost its quorum at 10:05. The “controller” was restarted.\n\n# Redis was to blame for it\n\nSee [Redis Failover Playbook](https://x/y).',
)
const quote = 'Kafka lost its quorum at 10:05.'
const technologies = [
  aTechnology({ id: 'kafka', telltales: ['ISR'] }),
  aTechnology({ id: 'redis', homonyms: ['redis wire protocol'] }),
]

describe('quotes of an answer', () => {
  test('that stand in the narrative are no problem', () => {
    expect(quoteProblems(narrative, { causes: [{ text: 'It lost its quorum.', quote }] })).toEqual([])
  })

  test('that do not are named with the path to their object', () => {
    const invented = { text: 'x', quote: 'The disk of the broker was full.' }
    expect(
      quoteProblems(narrative, { causes: [{ text: 'x', quote }, invented], impact: { deep: [invented] } }),
    ).toEqual([
      { gate: 'quote', path: ['causes', 1], message: expect.stringContaining('"The disk of the broker was full."') },
      {
        gate: 'quote',
        path: ['impact', 'deep', 0],
        message: expect.stringContaining('"The disk of the broker was full."'),
      },
    ])
  })

  test('that are overlong are shortened in the message', () => {
    expect(quoteProblems(narrative, { quote: 'x'.repeat(5_000) })[0]?.message).toHaveLength(
      'this quote is not in what the document says: ""'.length + 80,
    )
  })

  test.each<[answer: object, problems: number]>([
    [{ answer: 'unclear', quote: '' }, 0],
    [{ answer: 'yes', quote: '' }, 1],
    [{ answer: 'no', quote: '' }, 1],
    [{ text: 'It lost its quorum.', quote: '' }, 1],
    [{ answer: 'unclear', quote: 'The disk of the broker was full.' }, 1],
    [{ answer: 'unclear', quote }, 0],
    [{ answer: 'unclear' }, 0],
  ])('may be empty beside "unclear" only: %j', (answer, problems) => {
    expect(quoteProblems(narrative, { necessary: answer })).toHaveLength(problems)
  })

  test('that are headings or titles of links are problems', () => {
    const output = [{ quote: 'Redis was to blame for it' }, { quote: 'Redis Failover Playbook' }]
    expect(quoteProblems(narrative, output).map((problem) => problem.path)).toEqual([[0], [1]])
  })

  test('are replaced by the letters of the document', () => {
    const answer = { causes: [{ text: 'x', quote: 'the "controller" was RESTARTED' }], test: { quote: '' } }
    expect(anchorQuotes(narrative, answer)).toEqual({
      causes: [{ text: 'x', quote: 'The “controller” was restarted' }],
      test: { quote: '' },
    })
    expect(answer.causes[0]?.quote).toBe('the "controller" was RESTARTED')
  })

  test('that are not found stay as they are', () => {
    const answer = { quote: 'The disk of the broker was full.' }
    expect(anchorQuotes(narrative, answer)).toEqual(answer)
  })
})

describe('figures of an answer', () => {
  test('that were not given are named with the path to their object', () => {
    const output = { sentences: [{ text: 'At 10:05 it was lost.' }, { text: 'At 10:06, 3 of 5 brokers left.' }] }
    expect(figureProblems(narrative.text, output)).toEqual([
      { gate: 'figure', path: ['sentences', 1], message: 'not in the given text: 10:06, 3, 5' },
    ])
  })

  test('are looked for in the named fields only', () => {
    const output = { name: 'Loss of 7 brokers', why: 'All 8 of them', ids: [9], quote: '10 of them' }
    expect(figureProblems('', output, ['name', 'why'])).toEqual([
      { gate: 'figure', path: [], message: 'not in the given text: 7' },
      { gate: 'figure', path: [], message: 'not in the given text: 8' },
    ])
  })
})

const ground = (given: string, document = given) => ({ narrative: readNarrative(document), given, technologies })

describe('technologies of an answer', () => {
  const document = '# Redis and Kafka\n\nRedis was fine.\n\nNobody called.\n\nKafka lost its quorum and stopped.'
  const quote = 'Kafka lost its quorum and stopped.'

  test('must be named where the quote stands, not somewhere in the document', () => {
    const output = { text: 'Redis lost its quorum.', quote }
    expect(technologyProblems(ground(document), output)).toHaveLength(1)
    expect(technologyProblems(ground(document), { text: 'Kafka lost its quorum.', quote })).toEqual([])
  })

  test('may be named elsewhere when it is what the text is about, or stands in the headline', () => {
    const output = { text: 'Redis lost its quorum.', quote }
    expect(technologyProblems({ ...ground(document), about: 'redis' }, output)).toEqual([])
    expect(technologyProblems({ ...ground(document), headline: 'Redis outage' }, output)).toEqual([])
  })

  test.each<[behaviour: string, text: string, problems: string[]]>([
    ['may be those that were given', 'Kafka was down.', []],
    ['may be left out', 'The broker was down.', []],
    ['may not be others', 'Redis was down.', ['names what the quoted passage does not: redis']],
    ['may not be others by a homonym', 'The redis wire protocol was slow.', []],
    ['may be given ones by a telltale', 'The ISR shrank.', []],
  ])('%s', (_, text, problems) => {
    const found = technologyProblems(ground('Kafka lost its quorum.'), { sentences: [{ text }] })
    expect(found).toEqual(problems.map((message) => ({ gate: 'technology', path: ['sentences', 0], message })))
  })

  test('are named once each', () => {
    const output = { text: 'Redis and redis and Kafka' }
    expect(technologyProblems(ground('nothing'), output)).toEqual([
      { gate: 'technology', path: [], message: 'names what the quoted passage does not: redis, kafka' },
    ])
  })

  test('are not read from fields other than the text', () => {
    expect(technologyProblems(ground('nothing'), { quote: 'Redis', name: 'Redis' })).toEqual([])
  })
})

describe('a statement and its quote', () => {
  test.each<[behaviour: string, text: string, quote: string, bears: boolean]>([
    ['may share a word', 'The quorum was lost.', 'Kafka lost its quorum.', true],
    ['may share the stem of a word', 'Restarting helped.', 'The controller was restarted.', true],
    ['may share a name with a digit', 'S3 had it.', 'It was S3 then.', true],
    ['may share a number', 'It took 15 of them.', 'We saw 15 there.', true],
    [
      'must share more than common words',
      'This could have been before that.',
      'There were those which have been.',
      false,
    ],
    ['must share more than short words', 'It was the end of it.', 'That was it by the way, and of us.', false],
    ['must share something', 'The disk was full.', 'Kafka lost its quorum.', false],
  ])('%s', (_, text, quote, bears) => {
    const message = 'the quote does not bear on the statement'
    expect(supportProblems({ causes: [{ text, quote }] })).toEqual(
      bears ? [] : [{ gate: 'support', path: ['causes', 0], message }],
    )
  })

  test('need not be checked where either is missing', () => {
    expect(supportProblems({ a: { text: 'The disk was full.' }, b: { quote } })).toEqual([])
  })
})

describe('ids of an answer', () => {
  test('that were not sent are named with their path', () => {
    expect(
      idProblems(
        [1, 2],
        [
          [2, ['ids', 0]],
          [3, ['ids', 1]],
        ],
      ),
    ).toEqual([{ gate: 'id', path: ['ids', 1], message: 'unknown id 3' }])
  })

  test('are not the same as a number and as a word', () => {
    expect(idProblems(['1'], [[1, []]])).toHaveLength(1)
  })
})

test('a statement may have every kind of problem at once', () => {
  const output = { causes: [{ text: 'Redis lost 3 disks.', quote: 'The brokers were full of logs.' }] }
  const problems = statementProblems({ narrative, given: narrative.text, technologies }, output)
  expect(problems.map(({ path, message }) => `${path.join('.')} ${message.split(':')[0]}`)).toEqual([
    'causes.0 this quote is not in what the document says',
    'causes.0 not in the given text',
    'causes.0 names what the quoted passage does not',
    'causes.0 the quote does not bear on the statement',
  ])
})
