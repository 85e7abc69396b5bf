import { expect, test } from 'vitest'
import { everything } from '../../../src/domain.ts'
import {
  actionIdFor,
  actionIds,
  anyActionId,
  idFrom,
  questionFrom,
  questionValue,
  thumbFrom,
} from '../../../src/slack/action-ids.ts'

test('no two names are the same', () => {
  const names = Object.values(actionIds)
  expect(new Set(names).size).toBe(names.length)
})

test.each([
  ['dynamodb', everything],
  ['amazon-sqs', { ...everything, since: '2025-01-01' }],
  ['kafka', { ...everything, team: 'R&D = “Größe” +1' }],
  ['kafka', { since: '2025-01-01', team: 'Checkout', severities: ['SEV1', 'Sev 2 - major'] }],
])('a question about %s, narrowed to %j, comes back as it was asked', (technology, filter) => {
  expect(questionFrom(questionValue(technology, filter))).toEqual({ technology, filter })
})

test('what a button of an older version asks is still understood', () => {
  expect(questionFrom('dynamodb 2025-01-01').filter).toEqual({ ...everything, since: '2025-01-01' })
})

test('a button keeps within what Slack takes, whatever a team is called', () => {
  const filter = { since: '2025-01-01', team: '🧨'.repeat(400), severities: ['SEV1'] }
  const value = questionValue('kafka', filter)
  expect(value.length).toBeLessThanOrEqual(2_000)
  expect(questionFrom(value)).toEqual({ technology: 'kafka', filter: { ...everything, since: '2025-01-01' } })
})

test.each([
  [actionIds.askPatterns, true],
  [actionIdFor('askPatterns', 'dynamodb'), true],
  [actionIdFor('askOpportunities', 'dynamodb'), false],
  [`${actionIds.askPatterns}_of_somebody_else`, false],
])('the listener for patterns hears %s: %s', (name, isHeard) => {
  expect(anyActionId('askPatterns').test(name)).toBe(isHeard)
})

test.each(['', '0', '-1', '1.5', 'abc', undefined, null])('the id %j is none', (value) => {
  expect(() => idFrom(value)).toThrow()
})

test('an id comes back as a number', () => {
  expect(idFrom('41')).toBe(41)
})

test.each(['', 'sideways', undefined])('the thumb %j points nowhere', (value) => {
  expect(() => thumbFrom(value)).toThrow()
})
