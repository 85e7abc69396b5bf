import { describe, expect, test } from 'vitest'
import { everything } from '../../src/domain.ts'
import { readTyped } from '../../src/slack/words-typed.ts'

const today = new Date('2025-06-15T12:00:00Z')
const known = {
  teams: ['Checkout', 'Customer Identity', 'Customer', 'team-stock'],
  severities: ['SEV1', 'SEV2', 'Sev 3 - minor'],
}
const read = (text: string) => readTyped(text, today, known)

describe('a question', () => {
  test.each([
    ['dynamodb', {}],
    ['dynamodb since 2025-01', { since: '2025-01-01' }],
    ['since 2025 dynamodb', { since: '2025-01-01' }],
    ['dynamodb in the last 2 quarters', { since: '2024-12-15' }],
    ['dynamodb team checkout', { team: 'Checkout' }],
    ['team Checkout dynamodb', { team: 'Checkout' }],
    ['--team checkout --since 2025-01 dynamodb', { team: 'Checkout', since: '2025-01-01' }],
    ['team customer identity dynamodb', { team: 'Customer Identity' }],
    ['dynamodb of team “Customer Identity”', { team: 'Customer Identity' }],
    ['team "payments" dynamodb', { team: 'payments' }],
    ['dynamodb team payments.', { team: 'payments' }],
    ['dynamodb team stock', { team: 'stock' }],
    ['severity sev1 dynamodb', { severities: ['SEV1'] }],
    ['dynamodb severities SEV1,SEV2', { severities: ['SEV1', 'SEV2'] }],
    ['severity SEV1 or sev 3 - minor dynamodb', { severities: ['SEV1', 'Sev 3 - minor'] }],
    ['severity SEV1, P0 dynamodb', { severities: ['SEV1', 'P0'] }],
    [
      'since 2025-01 severity SEV1 dynamodb team checkout',
      { since: '2025-01-01', team: 'Checkout', severities: ['SEV1'] },
    ],
  ])('%j is about DynamoDB, narrowed to %j', (text, filter) => {
    expect(read(text)).toEqual({ name: 'dynamodb', filter: { ...everything, ...filter }, refresh: false })
  })

  test('may ask for a new fold, in any place', () => {
    for (const text of ['refresh kafka team checkout', 'kafka team checkout --refresh', 'kafka refresh team checkout'])
      expect(read(text)).toEqual({ name: 'kafka', filter: { ...everything, team: 'Checkout' }, refresh: true })
  })

  test('keeps the words of a technology’s name together', () => {
    expect(read('amazon since 2025-01 sqs')).toMatchObject({ name: 'amazon sqs' })
    expect(read('*teamcity*')).toMatchObject({ name: 'teamcity' })
  })

  test.each([
    ['dynamodb since yesterday', '“yesterday” is no date'],
    ['dynamodb since', 'Write “since 2025-01”'],
    ['dynamodb team', 'Write “team checkout”'],
    ['dynamodb severity', 'Write “severity SEV1”'],
  ])('%j says what to write instead', (text, problem) => {
    expect(read(text)).toEqual({ problem: expect.stringContaining(problem) })
  })
})
