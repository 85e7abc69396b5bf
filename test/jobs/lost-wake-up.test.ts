import { beforeEach, expect, test, vi } from 'vitest'
import { deliverPostsJob } from '../../src/jobs/deliver-posts.ts'
import { sendDelivery } from '../../src/jobs/send-delivery.ts'
import { transaction } from '../../src/store/database.ts'
import { savePost } from '../../src/store/posts.ts'
import { server } from '../support/a-database.ts'
import { aFront, emptied, postmortems } from '../support/a-front.ts'
import { aQueue } from '../support/a-workshop.ts'
import { messagesIn, textOf } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

test.skipIf(!server)('a message is delivered that is written down while the delivery before it runs', async () => {
  const front = await aFront(queue, { transport: 'http' })
  await front.stopWorkers()
  await sendDelivery(front.pool, front.workshop.boss, postmortems)
  await transaction(front.pool, async (tx) => {
    await savePost(tx, { key: 'note', channel: postmortems, shows: { kind: 'note', text: 'All is well.' } })
    await sendDelivery(tx, front.workshop.boss, postmortems)
    await front.startWorkers()
    await vi
      .waitFor(async () => {
        const { rows } = await front.pool.query(`select state from pgboss.job where name = $1`, [deliverPostsJob.name])
        expect(rows).toEqual([{ state: 'completed' }])
      }, 1_500)
      .catch(() => {})
  })
  await front.settled()
  expect(messagesIn(front, postmortems).map(textOf)).toEqual(['All is well.'])
})
