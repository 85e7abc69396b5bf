import { beforeEach, expect, test } from 'vitest'
import { aFront, alice, emptied, postmortems, threadIn } from '../../support/a-front.ts'
import { aDocument, aQueue } from '../../support/a-workshop.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))
test('smoke', async () => {
  const t = performance.now()
  const front = await aFront(queue, { transport: 'http' })
  console.log('front', performance.now() - t)
  const { people, publish, settled } = front
  await publish({ 'a.md': aDocument(['Quartz']), 'b.md': aDocument(['Quartz', 'Basalt']) })
  console.log('published', performance.now() - t)
  people.react(alice, postmortems, people.history(postmortems)[0]!.ts, '+1')
  await settled()
  console.log(threadIn(front, postmortems))
  const m = people.say(alice, postmortems, `<@${front.workspace.botUserId}> patterns quartz`)
  await settled()
  console.log(performance.now() - t, people.thread(postmortems, m.ts).map((x) => JSON.stringify(x.blocks)).join('\n'), threadIn(front, postmortems, m.ts))
  const m2 = people.say(alice, postmortems, `<@${front.workspace.botUserId}> opportunities quartz`)
  await settled()
  console.log(performance.now() - t, threadIn(front, postmortems, m2.ts))
  console.log((await front.pool.query('select key, thread_key, ts, attempted_at from posts')).rows)
  console.log(front.logged.filter((l) => Number(l.level) > 30))
  expect(1).toBe(1)
})
