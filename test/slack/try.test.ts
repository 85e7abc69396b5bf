import { beforeEach, describe, test } from 'vitest'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { aFront, alice, emptied, postmortems, transports } from '../support/a-front.ts'
import { textOf, threadIn } from '../support/shown-text.ts'
const queue = await aQueue()
beforeEach(() => emptied(queue))
describe.each(transports)('over %s', (transport) => {
  test('x', async () => {
    const t0 = performance.now()
    const lap = (what: string) => console.log(transport, what, Math.round(performance.now() - t0))
    const front = await aFront(queue, { transport })
    lap('front')
    await front.publish({ 'a.md': aDocument(['Quartz']), 'b.md': aDocument(['Quartz', 'Basalt'], 'date: 2024-04-05') })
    lap('published')
    const [first] = front.people.history(postmortems)
    front.people.react(alice, postmortems, first!.ts, '+1')
    await front.settled()
    lap('reacted')
    await front.people.command(alice, postmortems, '/patterns', 'quartz')
    lap('command')
    await front.settled()
    lap('folded')
    for (const message of front.people.history(postmortems)) console.log(threadIn(front, postmortems, message.ts).join('\n-----\n'))
    console.log(front.people.ephemerals(alice).map(textOf))
    console.log(front.logged.filter((l) => l.level as number > 30))
    await front.stopWorkers()
    lap('stopped workers')
    await front.disconnect()
    lap('disconnected')
    await front.workspace.close()
    lap('closed')
  })
})
