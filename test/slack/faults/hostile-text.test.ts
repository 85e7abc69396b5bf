import { expect, test } from 'vitest'
import { aFront, alice, bob, carol, postmortems } from '../../support/a-front.ts'
import { aQueue } from '../../support/a-workshop.ts'
import { hostileDocuments, hostileScript } from './hostile-shop.ts'
import { unsaid } from './until-done.ts'

const queue = await aQueue()

test('whatever', async () => {
  const t0 = performance.now()
  const lap = (w: string) => console.log(w, Math.round(performance.now() - t0))
  const front = await aFront(queue, { transport: 'http', script: hostileScript })
  lap('front')
  await front.publish(hostileDocuments).catch((e) => console.log(e))
  lap('published')
  console.log(
    front.people.history(postmortems).length,
    (await front.pool.query('select state, reason, count(*) from postmortems group by 1,2')).rows,
  )
  console.log((await front.pool.query('select state, problems, count(*) from digests group by 1,2')).rows)
  console.log(await unsaid(front))
  await front.people.command(alice, postmortems, '/patterns', 'quartz')
  await front.settled()
  lap('folded')
  await front.people.command(alice, postmortems, '/opportunities', 'quartz')
  await front.settled()
  lap('proposed')
  console.log((await front.pool.query(`select shows->>'kind' as kind, count(*) from posts group by 1`)).rows)
  console.log(await unsaid(front))
  console.log(front.logged.filter((l) => Number(l.level) >= 40))
}, 120_000)
