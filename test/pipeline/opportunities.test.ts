import { describe, expect, test } from 'vitest'
import type { Digest, Pattern, Proposal } from '../../src/domain.ts'
import { askModel } from '../../src/pipeline/ask.ts'
import { foldOpportunities } from '../../src/pipeline/opportunities.ts'
import { representatives } from '../../src/pipeline/representatives.ts'
import type { OpportunityInput } from '../../src/pipeline/stages/opportunity.ts'
import type { PreventionInput } from '../../src/pipeline/stages/prevention.ts'
import { aDigest, aTechnology } from '../support/builders.ts'
import { FakeModel } from '../support/fake-model.ts'
import { ScriptedAsk } from '../support/scripted-ask.ts'

const technology = aTechnology()
const quote = 'DynamoDB throttled the writes of the checkout service.'
const pattern: Pattern = {
  id: 11,
  line: 11,
  name: 'Hot partitions',
  criterion: 'Was a single partition hot?',
  failureClass: 'capacity_scaling',
  description: 'One key took all of the writes.',
  digestIds: [],
  memberIds: [1, 2, 3],
}
const why = 'Its hot key would have been spread.'
const proposal: Proposal = {
  investment: 'Write sharding by default',
  mechanism: 'No single key can take all of the writes.',
  patternIds: [11],
  preventions: [{ postmortemId: 101, why }],
  counterEvidence: 'A scan would still be slow.',
}

/** A digest that lies so far from the others: 0 is in the middle. */
const placed = (id: number, away = 0, part: Partial<Digest> = {}) => ({
  item: aDigest({ id, ...part }),
  vector: [Math.cos(away), Math.sin(away)],
})
const three = [placed(1), placed(2), placed(3)]

/** A model that proposes this and says yes to these postmortems, with their first quote. */
function scripted(proposals: readonly Proposal[], confirmed: readonly number[]) {
  const checked: PreventionInput[] = []
  const shown: OpportunityInput[] = []
  const { ask } = new ScriptedAsk({
    opportunity: (input) => {
      shown.push(input)
      return { proposals }
    },
    prevention: (input) => {
      checked.push(input)
      const verdicts = input.incidents.map(({ postmortemId, sentences }) =>
        confirmed.includes(postmortemId)
          ? { postmortemId, answer: 'yes', quote: sentences[0]?.quote }
          : { postmortemId, answer: 'no', quote: '' },
      )
      return { verdicts }
    },
  })
  return { ask, checked, shown }
}

describe('a proposal', () => {
  test('keeps the preventions that the incidents confirm, with their words, and counts those that they don’t', async () => {
    const claims = [101, 102].map((postmortemId) => ({ postmortemId, why }))
    const { ask } = scripted([{ ...proposal, preventions: claims }], [101])
    expect(await foldOpportunities(ask, technology, [pattern], three)).toEqual([
      { ...proposal, preventions: [{ postmortemId: 101, why, quote }], unconfirmed: 1 },
    ])
  })

  test('gains incidents that it did not claim and that meet it all the same', async () => {
    const { ask } = scripted([proposal], [101, 103])
    const [found] = await foldOpportunities(ask, technology, [pattern], three)
    expect(found).toMatchObject({
      preventions: [
        { postmortemId: 101, why, quote },
        { postmortemId: 103, why: expect.stringContaining('did not name it'), quote },
      ],
      unconfirmed: 0,
    })
  })

  test('that no incident confirms is dropped', async () => {
    const { ask } = scripted([proposal, { ...proposal, investment: 'Another investment' }], [])
    expect(await foldOpportunities(ask, technology, [pattern], three)).toEqual([])
  })

  test('is held against incidents in an order that tells nothing of its claims, and without a word of them', async () => {
    const { ask, checked } = scripted([{ ...proposal, preventions: [{ postmortemId: 103, why }] }], [103])
    await foldOpportunities(ask, technology, [pattern], three)
    expect(checked.map(({ incidents }) => incidents.map((incident) => incident.id))).toEqual([[1, 2, 3]])
    expect(JSON.stringify(checked)).not.toContain(why)
  })

  test('is not confirmed by a quote that another incident says, nor by one that is invented', async () => {
    const [dumped, scanned] = [
      'The nightly dump took all of the capacity.',
      'A scan of the archive read every partition.',
    ]
    const saying = (id: number, words: string) => placed(id, 0, { sentences: [{ text: words, quote: words }] })
    const digests = [placed(1), saying(2, dumped), saying(3, scanned)]
    const yes = (postmortemId: number, words: string) => ({ postmortemId, answer: 'yes', quote: words })
    const verdicts = { verdicts: [yes(101, dumped), yes(102, 'The partition was hot for a week.'), yes(103, scanned)] }
    const claims = [101, 102, 103].map((postmortemId) => ({ postmortemId, why }))
    const model = new FakeModel({ proposals: [{ ...proposal, preventions: claims }] }, verdicts, verdicts)
    expect(await foldOpportunities(askModel(model), technology, [pattern], digests)).toMatchObject([
      { preventions: [{ postmortemId: 103 }], unconfirmed: 2 },
    ])
  })

  test('is not confirmed by an incident that is answered both ways, or not at all', async () => {
    const verdicts = {
      verdicts: [
        { postmortemId: 101, answer: 'yes', quote },
        { postmortemId: 101, answer: 'no', quote: '' },
        { postmortemId: 103, answer: 'yes', quote },
      ],
    }
    const claims = [101, 102, 103].map((postmortemId) => ({ postmortemId, why }))
    const model = new FakeModel({ proposals: [{ ...proposal, preventions: claims }] }, verdicts)
    expect(await foldOpportunities(askModel(model), technology, [pattern], three)).toMatchObject([
      { preventions: [{ postmortemId: 103 }], unconfirmed: 2 },
    ])
  })

  test('loses nothing but the incidents of an answer that stays unusable', async () => {
    const many = Array.from({ length: 11 }, (_, index) => placed(index + 1))
    const all = { ...pattern, memberIds: many.map(({ item }) => item.id) }
    const claims = many.map(({ item }) => ({ postmortemId: item.postmortemId, why }))
    const { ask } = new ScriptedAsk({
      opportunity: () => ({ proposals: [{ ...proposal, preventions: claims }] }),
      prevention: ({ incidents }) =>
        incidents.length > 1 ? {} : { verdicts: [{ postmortemId: incidents[0]?.postmortemId, answer: 'yes', quote }] },
    })
    expect(await foldOpportunities(ask, technology, [all], many)).toMatchObject([
      { preventions: [{ postmortemId: 111 }], unconfirmed: 10 },
    ])
  })

  test('loses ids that were not sent, and is dropped where it rests on nothing else', async () => {
    const answer = {
      proposals: [
        { ...proposal, patternIds: [11, 12], preventions: [...proposal.preventions, { postmortemId: 999, why }] },
        { ...proposal, patternIds: [12] },
        { ...proposal, preventions: [{ postmortemId: 999, why }] },
      ],
    }
    const verdicts = { verdicts: [{ postmortemId: 101, answer: 'yes', quote }] }
    const model = new FakeModel(answer, answer, verdicts)
    const confirmed = { ...proposal, preventions: [{ postmortemId: 101, why, quote }], unconfirmed: 0 }
    expect(await foldOpportunities(askModel(model), technology, [pattern], three)).toEqual([confirmed])
  })
})

test('there is no proposal when no digest is a member, and nothing is asked', async () => {
  const model = new FakeModel()
  const strangers = [{ ...pattern, memberIds: [99] }]
  expect(await foldOpportunities(askModel(model), technology, strangers, three)).toEqual([])
  expect(await foldOpportunities(askModel(model), technology, [], three)).toEqual([])
  expect(model.requests).toEqual([])
})

test('of thousands of members so many are shown as a prompt holds, and few are checked beyond what is claimed', async () => {
  const long = 'The hot partition took all of the writes of the day. '.repeat(20)
  const sentences = [{ text: long, quote }]
  const many = Array.from({ length: 3_000 }, (_, index) => placed(index + 1, index / 3_000, { sentences }))
  const all = { ...pattern, memberIds: many.map(({ item }) => item.id) }
  // The one in the middle is claimed; the ten on either side of it are the nearest to it.
  const claims = [{ postmortemId: 1_601, why }]
  const { ask, checked, shown } = scripted([{ ...proposal, preventions: claims }], [1_601])
  await foldOpportunities(ask, technology, [all], many)
  const digests = shown[0]?.digests ?? []
  expect(JSON.stringify(digests.map((digest) => digest.sentences[0]?.text)).length).toBeLessThanOrEqual(140_000)
  expect(digests.length).toBeGreaterThan(100)
  const incidents = checked.flatMap((input) => input.incidents)
  expect(incidents.map(({ id }) => id).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 21 }, (_, index) => index + 1_491),
  )
  expect(Math.max(...checked.map((input) => input.incidents.length))).toBe(10)
})

test('of hundreds of patterns those of most incidents are shown, in the order in which they were given', async () => {
  const description = 'One key took all of the writes of the day. '.repeat(20)
  const many = Array.from({ length: 300 }, (_, index) => ({
    ...pattern,
    id: index + 1,
    description,
    memberIds: index % 2 === 0 ? [1] : [2, 3],
  }))
  const { ask, shown } = scripted([proposal], [101])
  await foldOpportunities(ask, technology, many, three)
  const ids = shown[0]?.patterns.map(({ id }) => id) ?? []
  expect(ids).toEqual(Array.from({ length: ids.length }, (_, index) => 2 * index + 2))
  expect(JSON.stringify(shown[0]?.patterns).length).toBeGreaterThan(50_000)
  expect(JSON.stringify(shown[0]?.patterns.map(({ description }) => description)).length).toBeLessThan(60_000)
})

describe('representatives', () => {
  const size = { sentences: [{ text: 'x'.repeat(870), quote }], title: '' }
  const ids = (digests: readonly Digest[]): number[] => digests.map(({ id }) => id)

  test('are all members while they fit, in the order in which they were given', () => {
    expect(ids(representatives([pattern], [placed(3), placed(1), placed(2)]))).toEqual([3, 1, 2])
  })

  test('are first the most typical and the worst', () => {
    const mild = { ...size, severity: 'SEV4' }
    const members = [
      placed(1, 1.5, { ...size, severity: 'SEV1' }),
      placed(2, 0.1, mild),
      placed(3, 0, mild),
      placed(4, -0.1, mild),
      placed(5, -1.4, mild),
    ]
    expect(ids(representatives([{ ...pattern, memberIds: [1, 2, 3, 4, 5] }], members, 2_000))).toEqual([1, 3])
  })

  test('come from every pattern, however small it is beside another', () => {
    const members = Array.from({ length: 50 }, (_, index) => placed(index + 1, 0, size))
    const large = { ...pattern, memberIds: members.slice(0, 48).map(({ item }) => item.id) }
    const small = { ...pattern, id: 12, memberIds: [49, 50] }
    const chosen = ids(representatives([large, small], members, 4_000))
    expect(chosen).toHaveLength(4)
    expect(chosen).toEqual(expect.arrayContaining([49, 50]))
  })

  test('need no vectors', () => {
    const members = [1, 2, 3].map((id) => ({ item: aDigest({ id, ...size }), vector: [] }))
    expect(ids(representatives([pattern], members, 2_000))).toEqual([1, 2])
  })
})
