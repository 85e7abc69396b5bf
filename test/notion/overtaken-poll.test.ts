import { beforeEach, expect, test } from 'vitest'
import { syncSource } from '../../src/jobs/sync-source.ts'
import type { DocumentSource } from '../../src/ports.ts'
import { emptied } from '../support/a-front.ts'
import { aQueue } from '../support/a-workshop.ts'
import { everythingSaid, tablesWith } from './unreliable-outcome.ts'
import { about, aPageThatIsShown, type Heard, shown } from './unreliable-page.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

test.each<[string, (world: Heard) => unknown]>([
  ['restricted', ({ notion, id }) => notion.workspace.edit(id, { properties: { Restricted: true } })],
  ['unpublished', ({ notion, id }) => notion.workspace.unpublish(id)],
])('what a poll has read but not yet stored is not stored when a webhook says that it is %s', async (_, act) => {
  const world = await aPageThatIsShown(queue)
  const { notion, front, id } = world
  world.pass(7 * 3_600_000)
  notion.webhooks.hold()
  notion.workspace.edit(id, { markdown: about('pears') })
  const [source] = front.workshop.sources
  if (!source) throw new Error('There is no source.')
  const interrupted: DocumentSource = {
    ...source,
    async *items(reading) {
      for await (const item of source.items(reading)) {
        if (item.sourceId === id) {
          act(world)
          await notion.webhooks.release()
          await world.work()
        }
        yield item
      }
    },
  }
  await syncSource({ ...front.workshop, source: interrupted })
  await world.work()
  expect(everythingSaid(front).join()).not.toContain('pears')
  expect(await tablesWith(front.pool, ['pears'])).toEqual([])
})

test('what a poll has listed as unpublished is not withdrawn when a webhook says that it is published again', async () => {
  const world = await aPageThatIsShown(queue)
  const { notion, front, id } = world
  await world.poll()
  world.pass(10 * 60_000)
  notion.webhooks.hold()
  notion.workspace.unpublish(id)
  const [source] = front.workshop.sources
  if (!source?.live) throw new Error('There is no source.')
  const { live } = source
  const interrupted: DocumentSource = {
    ...source,
    live: {
      ...live,
      async *changes(since, reading) {
        for await (const item of live.changes(since, reading)) {
          if (item.sourceId === id) {
            notion.workspace.publish(id)
            await notion.webhooks.release()
            await world.work()
          }
          yield item
        }
      },
    },
  }
  expect(await syncSource({ ...front.workshop, source: interrupted })).toMatchObject({ withdrawn: 0 })
  await world.work()
  expect(shown(world)).toContain('apples')
})

test('what a poll looks at again by itself is not stored when a webhook says meanwhile that it is restricted', async () => {
  const world = await aPageThatIsShown(queue)
  const { notion, front, id } = world
  await world.poll()
  world.pass(10 * 60_000)
  notion.webhooks.hold()
  notion.workspace.edit(id, { markdown: about('pears') })
  // As after a read in which Notion failed.
  await front.pool.query('update postmortems set stamp = null')
  const [source] = front.workshop.sources
  if (!source?.live) throw new Error('There is no source.')
  const { live } = source
  const interrupted: DocumentSource = {
    ...source,
    live: {
      async *changes() {},
      async item(sourceId, signal) {
        const item = await live.item(sourceId, signal)
        notion.workspace.edit(id, { properties: { Restricted: true } })
        await notion.webhooks.release()
        await world.work()
        return item
      },
    },
  }
  await syncSource({ ...front.workshop, source: interrupted })
  await world.work()
  expect(everythingSaid(front).join()).not.toContain('pears')
  expect(await tablesWith(front.pool, ['pears'])).toEqual([])
})
