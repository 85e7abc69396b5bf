import { beforeEach, describe, expect, test } from 'vitest'
import { BusyError } from '../../src/errors.ts'
import { waitingQuestions } from '../../src/store/posts.ts'
import { aFront, alice, bob, emptied, postmortems, quartzRoom, type RunningFront } from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { eventually } from '../support/eventually.ts'
import { obliging } from '../support/scripted-ask.ts'
import { messagesIn, textOf, threadsIn } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const two = { 'a.md': aDocument(['Quartz'], 'date: 2024-03-05'), 'b.md': aDocument(['Quartz'], 'date: 2024-04-05') }

describe('who asks', () => {
  /** A question whose last worker was killed: the queue gave it up by itself, and nobody was told. */
  async function aLostQuestion(): Promise<RunningFront> {
    const front = await aFront(queue)
    await front.publish(two)
    await front.stopWorkers()
    await front.people.command(alice, quartzRoom, '/patterns', 'quartz')
    await eventually(async () => (await waitingQuestions(front.pool, 'report', 'quartz')).length > 0)
    const [job] = await front.workshop.boss.fetch('fold-patterns')
    await front.pool.query(
      `update pgboss.job set heartbeat_on = now() - interval '1 hour', retry_count = retry_limit where id = $1`,
      [job?.id],
    )
    await front.pool.query('update pgboss.queue set monitor_on = null, monitor_claim_on = null')
    await front.workshop.boss.supervise('fold-patterns')
    await front.startWorkers()
    return front
  }

  test('for what a lost worker was to answer is told', async () => {
    const front = await aLostQuestion()
    await front.run('resume-deliveries')
    expect(threadsIn(front, quartzRoom)[0]?.[0]).toContain('the worker was lost')
  })

  test('for what a lost worker was to answer for somebody else is answered', async () => {
    const front = await aLostQuestion()
    await front.people.command(bob, quartzRoom, '/patterns', 'quartz')
    await eventually(() => threadsIn(front, quartzRoom)[0]?.[0]?.includes('failure patterns'))
    await front.settled()
    expect(threadsIn(front, quartzRoom)).toHaveLength(1)
  })

  test('while a fold was put off is not put off', async () => {
    let isBusy = true
    const front = await aFront(queue, {
      script: {
        patterns: (...given) => {
          if (isBusy) throw new BusyError('The model asks for patience.', 3_600)
          return obliging.patterns(...given)
        },
      },
    })
    await front.publish(two)
    await front.people.command(alice, postmortems, '/patterns', 'quartz')
    await eventually(() => front.workshop.scripted.count('patterns') > 0)
    await front.settled()
    isBusy = false
    await front.people.command(bob, quartzRoom, '/patterns', 'quartz')
    const answer = '1 theme of one or two incidents stands apart below'
    await eventually(() => threadsIn(front, quartzRoom)[0]?.[0]?.includes(answer))
    await front.settled()
    expect(messagesIn(front, postmortems).map(textOf)).toContainEqual(expect.stringContaining(answer))
  })
})
