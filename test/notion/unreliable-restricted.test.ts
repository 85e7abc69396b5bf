import { beforeEach, describe, expect, test } from 'vitest'
import { syncSource } from '../../src/jobs/sync-source.ts'
import type { DocumentSource } from '../../src/ports.ts'
import { emptied } from '../support/a-front.ts'
import { aQueue } from '../support/a-workshop.ts'
import { everythingSaid, tablesWith } from './unreliable-outcome.ts'
import { about, aPageThatIsShown, type Heard, shown } from './unreliable-page.ts'
import { incidents, outages } from './unreliable-story.ts'
import { aWorld } from './unreliable-world.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

async function expectNothingLeft({ front }: Heard, word: string): Promise<void> {
  expect(everythingSaid(front).filter((text) => text.includes(word))).toEqual([])
  expect(await tablesWith(front.pool, [word])).toEqual([])
}

const restrict = { properties: { Restricted: true } }

describe('of a restricted page nothing is left', () => {
  test.each<[string, (world: Heard) => unknown]>([
    ['when it was unpublished in the same moment', ({ notion: { workspace }, id }) => workspace.unpublish(id)],
    ['when it was trashed in the same moment', ({ notion: { workspace }, id }) => workspace.trash(id)],
    ['when it was moved in the same moment', ({ notion: { workspace }, id }) => workspace.move(id, outages.id)],
  ])('%s', async (_, act) => {
    const world = await aPageThatIsShown(queue)
    world.notion.workspace.edit(world.id, restrict)
    act(world)
    await world.work()
    await world.poll()
    expect(everythingSaid(world.front).join()).not.toContain('The checkout was slow')
    await expectNothingLeft(world, 'apples')
  })

  test('when it had been unpublished before', async () => {
    const world = await aPageThatIsShown(queue)
    world.notion.workspace.unpublish(world.id)
    await world.work()
    world.notion.workspace.edit(world.id, restrict)
    await world.work()
    await world.poll()
    await expectNothingLeft(world, 'apples')
  })

  test('when it had been edited before', async () => {
    const world = await aPageThatIsShown(queue)
    world.notion.workspace.edit(world.id, { markdown: about('pears') })
    await world.work()
    world.notion.workspace.edit(world.id, restrict)
    await world.work()
    await world.poll()
    await expectNothingLeft(world, 'pears')
    await expectNothingLeft(world, 'apples')
  })
})

describe('a poll that has listed a page and not yet read it', () => {
  test.each<[string, (world: Heard) => unknown]>([
    ['restricted', ({ notion: { workspace }, id }) => workspace.edit(id, restrict)],
    ['unpublished', ({ notion: { workspace }, id }) => workspace.unpublish(id)],
  ])('does not bring back what a webhook says is %s', async (_, act) => {
    const world = await aPageThatIsShown(queue)
    const { notion, front } = world
    world.pass(7 * 3_600_000)
    // The listing is in the order of ids; this one comes first, and people act while it is stored.
    const first = '00000000-0000-4000-8000-000000000001'
    notion.workspace.put({
      id: first,
      createdAt: new Date('2026-01-01T00:00:00Z'),
      title: 'First',
      markdown: about('plums'),
      properties: { Status: 'Published' },
      dataSourceId: incidents.id,
    })
    notion.workspace.edit(world.id, { markdown: about('pears') })
    await notion.webhooks.settled()
    const [source] = front.workshop.sources
    if (!source) throw new Error('no source')
    const slow: DocumentSource = {
      ...source,
      async *items(reading) {
        for await (const item of source.items(reading)) {
          if (item.sourceId === first) {
            act(world)
            await world.work()
            expect(shown(world)).not.toMatch(/apples|pears/)
          }
          yield item
        }
      },
    }
    await syncSource({ ...front.workshop, source: slow })
    await world.work()
    expect(shown(world)).not.toMatch(/apples|pears/)
  })
})

test('webhooks are taken again once Notion has said who Lode is', async () => {
  const world = await aWorld(queue)
  const { notion } = world
  const webhook = await world.listen()
  await world.subscribe(webhook.url)
  notion.faults.next('GET /v1/users/me', { kind: 'status', status: 403 })
  notion.workspace.put({
    title: 'One',
    markdown: about('apples'),
    properties: { Status: 'Published' },
    dataSourceId: incidents.id,
  })
  await world.work()
  expect(shown(world)).toContain('apples')
}, 90_000)
