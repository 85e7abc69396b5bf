import { expect, test } from 'vitest'
import { aHouse } from './zz-house.ts'

const calm = await aHouse()
const undisturbed = calm.started()

// Where each message is looked for before anything is posted again.
test.concurrent.each([
  ['begins its thread', 1, 'conversations.history'],
  ['is a reply', 2, 'conversations.replies'],
] as const)(
  'an app that is killed when Slack has taken a message that %s, and it was not recorded, posts all once',
  {
    timeout: 90_000,
  },
  async (_, count, search) => {
    const killed = await aHouse()
    await killed.startedAndKilledAt(count)
    const revived = killed.started()
    await Promise.all([undisturbed.saidAll(), revived.saidAll()])
    expect(calm.thread()).toHaveLength(3)
    expect(killed.thread()).toEqual(calm.thread())
    expect(killed.searches()).toEqual([search])
    await revived.stop()
    expect(await killed.unrecorded()).toEqual([])
  },
)
