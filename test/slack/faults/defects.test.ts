import { expect, test } from 'vitest'
import { aFront, bob, postmortems } from '../../support/a-front.ts'
import { aQueue } from '../../support/a-workshop.ts'
import { noted, untilDone } from './until-done.ts'

// Each of two transactions computes the vote from reactions that the other has not committed yet, so that a thumb that is
// turned becomes no vote at all; reconciliation sees the right reactions and leaves it so. Only where connections are many.
test('thumbs that are turned at once are votes, in whatever order and at whatever moment the events come', async () => {
  const front = await aFront(await aQueue(), { transport: 'http' })
  const { people, workspace, pool, settled } = front
  await noted(
    front,
    postmortems,
    Array.from({ length: 30 }, (_, place) => `note:${place}`),
  )
  await untilDone(front)
  const places = people.history(postmortems).map(({ ts }) => ts)
  for (const ts of places) people.react(bob, postmortems, ts, '+1')
  await settled()
  workspace.deliveries.hold()
  for (const ts of places) {
    people.unreact(bob, postmortems, ts, '+1')
    people.react(bob, postmortems, ts, '-1')
  }
  workspace.deliveries.release()
  await settled()
  const { rows } = await pool.query('select voter, vote, count(*)::int as votes from votes group by 1, 2')
  expect(rows).toEqual([{ voter: bob, vote: 'down', votes: places.length }])
})
