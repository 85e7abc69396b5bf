import { expect, test } from 'vitest'
import { aHouse } from './a-house.ts'

/** After which message of its thread an app dies, and where that one is looked for before anything is posted again. */
const deaths = [
  { messages: 1, search: 'conversations.history' },
  { messages: 2, search: 'conversations.replies' },
]

test('an app that is killed when Slack has taken a message and nobody has recorded it posts all once', async () => {
  const calm = await aHouse()
  const undisturbed = calm.started()
  const houses = await Promise.all(
    deaths.map(async ({ messages }) => {
      const killed = await aHouse()
      await killed.startedAndKilledAt(messages)
      const revived = killed.started()
      await revived.saidAll()
      await revived.stop()
      return killed
    }),
  )
  await undisturbed.saidAll()
  expect(calm.thread()).toHaveLength(3)
  for (const [place, killed] of houses.entries()) {
    expect(killed.thread()).toEqual(calm.thread())
    expect(killed.searches()).toEqual([deaths[place]?.search])
    expect(await killed.unrecorded()).toEqual([])
  }
}, 240_000)
