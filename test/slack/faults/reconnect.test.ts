import { beforeEach, describe, expect, test } from 'vitest'
import { aFront, alice, emptied, postmortems, type RunningFront } from '../../support/a-front.ts'
import { aDocument, aQueue } from '../../support/a-workshop.ts'
import { eventually } from '../../support/eventually.ts'
import { messagesIn } from '../../support/shown-text.ts'
import { unsaid } from './until-done.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const losses: readonly [string, (front: RunningFront) => void][] = [
  ['is cut', ({ workspace }) => workspace.sockets.drop()],
  ['is to be made anew', ({ workspace }) => workspace.sockets.disconnect('refresh_requested')],
]

describe.each(losses)('when the socket to Slack %s', (_, lose) => {
  test('what happens meanwhile is heard of by Slack’s retries, and the app answers again', async () => {
    const timing = { retryDelaysMs: [0, 500, 7_000, 7_000] }
    const front = await aFront(queue, { transport: 'socket', workspace: { timing } })
    const { workspace, people, publish, pool } = front
    await publish({ 'a.md': aDocument(['Quartz']) })
    lose(front)
    await eventually(() => workspace.sockets.connections === 0)
    people.react(alice, postmortems, messagesIn(front, postmortems)[1]?.ts ?? '', '+1')
    await publish({ 'b.md': aDocument(['Basalt']) })
    await front.settled()
    expect((await pool.query('select voter, vote from votes')).rows).toEqual([{ voter: alice, vote: 'up' }])
    expect(await unsaid(front)).toEqual([])
    expect(await people.command(alice, postmortems, '/lode', 'help')).toBe('acknowledged')
  })
})
