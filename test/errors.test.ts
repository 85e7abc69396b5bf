import { expect, test } from 'vitest'
import { BusyError, InvalidAnswerError, isExplained, NoAnswerError, PermanentError, UserError } from '../src/errors.ts'

test.each([
  [new UserError('The port is taken.'), true],
  [new PermanentError('The page is gone.'), true],
  [new BusyError('Notion asks for patience.', 5), true],
  [new InvalidAnswerError('Twice no JSON.'), true],
  [new NoAnswerError('Notion gave no answer.'), true],
  [new TypeError('x is not a function'), false],
  ['thrown text', false],
])('%s is shown without a stack: %s', (error, isShownSo) => {
  expect(isExplained(error)).toBe(isShownSo)
})
