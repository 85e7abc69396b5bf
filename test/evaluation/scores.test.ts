import { describe, expect, test } from 'vitest'
import type { Label } from '../../src/evaluation/labels.ts'
import { scoreAttribution, scoreThemes, share } from '../../src/evaluation/scores.ts'

function aLabel(part: Partial<Label> = {}): Label {
  return { slug: 'a', causal: [], mentioned: [], theme: '', ...part }
}

describe('a share', () => {
  // 95 % Wilson intervals as R's prop.test(correct = FALSE) gives them.
  test.each([
    [0, 10, 0, 0.2775],
    [1, 10, 0.0179, 0.4042],
    [5, 10, 0.2366, 0.7634],
    [10, 10, 0.7225, 1],
    [1, 1, 0.2065, 1],
    [15, 148, 0.0624, 0.1605],
    [500, 1000, 0.4691, 0.5309],
  ])('of %i of %i lies between %f and %f', (hits, of, low, high) => {
    const result = share(hits, of)
    expect(result).toMatchObject({ hits, of, share: hits / of })
    expect(result.low).toBeCloseTo(low, 4)
    expect(result.high).toBeCloseTo(high, 4)
  })

  test('of nothing may be anything', () => {
    expect(share(0, 0)).toEqual({ hits: 0, of: 0, share: 0, low: 0, high: 1 })
  })

  test('lies within its interval, which lies between nothing and all', () => {
    for (let of = 1; of <= 60; of++) {
      for (let hits = 0; hits <= of; hits++) {
        const { low, high, share: middle } = share(hits, of)
        const bounds = [0, low, middle, high, 1]
        for (const [index, bound] of bounds.slice(1).entries())
          expect(bound, `${hits} of ${of}`).toBeGreaterThanOrEqual((bounds[index] ?? 0) - 1e-12)
      }
    }
  })
})

describe('attribution', () => {
  test('is scored over all technologies of the documents that were found', () => {
    const labels = [
      aLabel({ slug: 'a', causal: ['kafka', 'redis'], mentioned: ['s3'] }),
      aLabel({ slug: 'b', causal: ['mysql'], mentioned: ['s3', 'dns'] }),
      aLabel({ slug: 'c', causal: ['etcd'] }),
      aLabel({ slug: 'd' }),
      aLabel({ slug: 'never read', causal: ['kafka'], mentioned: ['s3'] }),
    ]
    const found = new Map([
      ['a', ['kafka', 's3', 'nginx']],
      ['b', ['mysql']],
      ['c', []],
      ['d', []],
      ['without a label', ['kafka']],
    ])
    const scores = scoreAttribution(labels, found)
    expect(scores).toMatchObject({
      documents: 4,
      precision: { hits: 2, of: 4, share: 0.5 },
      recall: { hits: 2, of: 4, share: 0.5 },
      f1: 0.5,
      blamed: { hits: 1, of: 3 },
      falseNone: { hits: 1, of: 3 },
    })
  })

  test('weighs precision and recall in F1', () => {
    const scores = scoreAttribution([aLabel({ causal: ['kafka'] })], new Map([['a', ['kafka', 'redis', 's3']]]))
    expect(scores.precision.share).toBeCloseTo(1 / 3)
    expect(scores.recall.share).toBe(1)
    expect(scores.f1).toBeCloseTo(0.5)
  })

  test('of nothing is nothing, and no number that is none', () => {
    const scores = scoreAttribution([], new Map())
    expect(scores).toMatchObject({ documents: 0, f1: 0, precision: { of: 0, low: 0, high: 1 } })
    expect(JSON.stringify(scores)).not.toContain('null')
  })
})

describe('a theme', () => {
  const members = ['a', 'b', 'c'].map((slug) => aLabel({ slug, theme: 'pool' }))

  test('is found in the pattern that has most of its members', () => {
    const patterns = [
      { name: 'one of them', slugs: ['a'] },
      { name: 'two of them', slugs: ['b', 'c', 'x'] },
    ]
    expect(scoreThemes(members, patterns)).toEqual([
      { theme: 'pool', planted: 3, together: 2, patternSize: 3, pattern: 'two of them' },
    ])
  })

  test('is found in the smallest of patterns that have as many', () => {
    const patterns = [
      { name: 'everything', slugs: ['a', 'b', 'c', 'x', 'y', 'z'] },
      { name: 'precise', slugs: ['a', 'b', 'c'] },
    ]
    expect(scoreThemes(members, patterns)).toMatchObject([{ pattern: 'precise', patternSize: 3 }])
  })

  test('is found in no pattern when none has a member', () => {
    expect(scoreThemes(members, [{ name: 'other', slugs: ['x'] }])).toEqual([
      { theme: 'pool', planted: 3, together: 0, patternSize: 0, pattern: null },
    ])
    expect(scoreThemes(members, [])).toMatchObject([{ together: 0, pattern: null }])
  })

  test('is scored apart from others; documents without one belong to none', () => {
    const labels = [...members, aLabel({ slug: 'd', theme: 'lock' }), aLabel({ slug: 'e' })]
    const scores = scoreThemes(labels, [{ name: 'both', slugs: ['a', 'd', 'e'] }])
    expect(scores).toMatchObject([
      { theme: 'pool', planted: 3, together: 1 },
      { theme: 'lock', planted: 1, together: 1 },
    ])
  })
})
