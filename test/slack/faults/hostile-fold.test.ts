import { expect, test } from 'vitest'
import { figureProblems } from '../../../src/pipeline/evidence.ts'
import { aFront, bob, postmortems } from '../../support/a-front.ts'
import { aDocument, aQueue } from '../../support/a-workshop.ts'
import { computing } from '../../support/computing.ts'
import { obliging, type Script } from '../../support/scripted-ask.ts'

test('a NUL in a model’s patterns and proposals costs no try', async () => {
  const withNul = (answer: unknown): unknown =>
    JSON.parse(JSON.stringify(answer).replaceAll('partition', String.raw`parti\u0000tion`))
  const script: Script = {
    patterns: (input, options) => withNul(obliging.patterns(input, options)),
    opportunity: (input, options) => withNul(obliging.opportunity(input, options)),
  }
  const front = await aFront(await aQueue(), { transport: 'http', script })
  await front.publish({ 'a.md': aDocument(['Quartz']), 'b.md': aDocument(['Quartz']) })
  await front.people.command(bob, postmortems, '/opportunities', 'quartz')
  await front.settled()
  expect(front.logged.filter(({ level }) => Number(level) >= 40)).toEqual([])
})

// While a fold is checked, nothing else runs in its process: no acknowledgement to Slack, no answer of Slack is read.
test('the figures of a long text are not read again for every sentence that is held against it', async () => {
  const given = 'At 10:05 the table basket_v2 throttled 1,200 writes for 47 minutes. '.repeat(3_000)
  const milliseconds = (count: number): Promise<number> => {
    const sentences = Array.from({ length: count }, (_, minutes) => ({ text: `It took ${minutes} minutes.` }))
    return computing(() => figureProblems(given, sentences))
  }
  await milliseconds(1)
  expect(await milliseconds(40)).toBeLessThan(10 * (await milliseconds(1)))
})
