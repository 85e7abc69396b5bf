import { expect, test } from 'vitest'
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
  ['dynamodb', null],
  ['amazon-sqs', '2025-01-01'],
])('a question about %s since %s comes back as it was asked', (technology, since) => {
  expect(questionFrom(questionValue(technology, since))).toEqual({ technology, since })
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
