import { describe, expect, test } from 'vitest'
import { everything, failureClasses } from '../../src/domain.ts'
import { crossingsOf, type MatrixCount, matrixOf, type PatternPair } from '../../src/pipeline/matrix.ts'
import { matrixTable } from '../../src/pipeline/matrix-table.ts'

const count = (technology: string | null, failureClass: MatrixCount['failureClass'] | 'none', incidents: number) => ({
  technology,
  failureClass: failureClass === 'none' ? null : failureClass,
  isUnthemed: failureClass === 'none',
  incidents,
})

describe('the matrix', () => {
  const matrix = matrixOf({
    filter: everything,
    counts: [
      count('kafka', null, 3),
      count('kafka', 'security', 3),
      count('redis', null, 5),
      count('redis', 'software_bug', 2),
      count('redis', 'none', 3),
      count(null, null, 7),
      count(null, 'none', 3),
    ],
    technologies: [
      { id: 'kafka', name: 'Kafka', incidents: 3, fold: 'behind' },
      { id: 'redis', name: 'Redis', incidents: 5, fold: 'current' },
      { id: 'sqs', name: 'SQS', incidents: 4, fold: 'none' },
      { id: 'quiet', name: 'Quiet', incidents: 1, fold: 'current' },
    ],
    countedOn: '2026-01-01',
  })

  test('has the technologies with incidents, the most first, and totals that count each incident once', () => {
    expect(matrix.rows).toEqual([
      { id: 'redis', name: 'Redis', incidents: 5, counts: [0, 0, 2, 0, 0, 0, 0], noPattern: 3 },
      { id: 'kafka', name: 'Kafka', incidents: 3, counts: [0, 0, 0, 0, 0, 0, 3], noPattern: 0 },
    ])
    expect(matrix.totals).toMatchObject({ incidents: 7, noPattern: 3 })
  })

  test('names those that are not folded, and those whose fold is behind', () => {
    expect(matrix.behind).toEqual([{ id: 'kafka', name: 'Kafka' }])
    expect(matrix.unfolded).toEqual([{ id: 'sqs', name: 'SQS', incidents: 4 }])
  })
})

describe('the matrix as a table', () => {
  const table = (counts: readonly number[]) =>
    matrixTable({ failureClasses, rows: [], totals: { counts, noPattern: 2, incidents: 30 } })

  test('leaves out classes that nothing falls into, the most frequent first', () => {
    expect(table([1, 0, 4, 0, 0, 0, 0])).toEqual({
      columns: ['software_bug', 'config_deployment', 'none', 'all'],
      rows: [{ name: 'all', numbers: [4, 1, 2, 30] }],
    })
  })

  test('has at most seven columns, the last classes together in one', () => {
    expect(table([1, 9, 4, 3, 5, 2, 1])).toEqual({
      columns: ['capacity_scaling', 'hardware_network', 'software_bug', 'dependency_external', 'other', 'none', 'all'],
      rows: [{ name: 'all', numbers: [9, 5, 4, 3, 4, 2, 30] }],
    })
  })
})

test('a crossing says how its digests read on the embedder’s own scale', () => {
  const pair: PatternPair = {
    failureClass: 'security',
    oneTechnology: 'kafka',
    onePattern: 'a',
    oneIncidents: 2,
    otherTechnology: 'redis',
    otherPattern: 'b',
    otherIncidents: 1,
    shared: 1,
    likeness: 0.5,
  }
  const pairs = [pair, { ...pair, likeness: 0.2 }, { ...pair, likeness: 0.1 }, { ...pair, likeness: null }]
  const scale = { alike: 0.2, veryAlike: 0.5 }
  const named = (id: string) => ({ id, name: id.toUpperCase() })
  expect(crossingsOf(pairs, scale, named).crossings.map(({ reads }) => reads)).toEqual([
    'very alike',
    'alike',
    'unlike',
    'unlike',
  ])
  // Databases add up cosines in different orders, and so to other last digits.
  const [one, other] = [0.30000001, 0.29999998].map((likeness) => crossingsOf([{ ...pair, likeness }], scale, named))
  expect(one).toEqual(other)
  const many = crossingsOf(Array<PatternPair>(20).fill(pair), scale, named)
  expect(many).toMatchObject({ more: 5 })
  expect(many.crossings[0]?.sides).toMatchObject([{ technology: { name: 'KAFKA' } }, { pattern: 'b', incidents: 1 }])
})
