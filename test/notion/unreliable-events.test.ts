import { beforeEach, describe, expect, test } from 'vitest'
import { syncPageJob } from '../../src/jobs/sync-page.ts'
import { forgetOldEvents } from '../../src/store/inbox.ts'
import { emptied } from '../support/a-front.ts'
import { aQueue } from '../support/a-workshop.ts'
import { clientOf } from '../support/stand-in-notion-client.ts'
import { currentThreads, everythingSaid, tablesWith } from './unreliable-outcome.ts'
import { about, aPageThatIsShown, effectsIn, type Heard, reads, shown } from './unreliable-page.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

describe('an event', () => {
  test('that comes again within a day leads to nothing, and to a look at the page when it is long forgotten', async () => {
    const world = await aPageThatIsShown(queue)
    const { notion, front } = world
    const before = await effectsIn(world)
    const replayed = async (): Promise<void> => {
      for (const status of await notion.webhooks.replay()) expect(status).toBe(200)
      await world.work()
    }
    await replayed()
    await front.pool.query(`update inbox set received_at = received_at - interval '25 hours'`)
    expect(await forgetOldEvents(front.pool)).toBe(0)
    await replayed()
    expect(await effectsIn(world)).toEqual(before)
    await front.pool.query(`update inbox set received_at = received_at - interval '30 days'`)
    expect(await forgetOldEvents(front.pool)).toBe(before.inbox.length)
    await replayed()
    const after = await effectsIn(world)
    expect(after.jobs.length).toBeGreaterThan(before.jobs.length)
    expect(after.said).toEqual(before.said)
  })

  test('of what Lode itself has written leads to no read, unless somebody wrote with it', async () => {
    const world = await aPageThatIsShown(queue)
    const { notion, id } = world
    const { workspace, webhooks } = notion
    const rate = (minutes: number) =>
      clientOf(notion).pages.update({ page_id: id, properties: { duration_minutes: { number: minutes } } })
    const before = await effectsIn(world)
    await rate(7)
    await world.work()
    expect(webhooks.deliveries.at(-1)).toMatchObject({ status: 200, event: { type: 'page.properties_updated' } })
    const after = await effectsIn(world)
    expect([after.jobs, after.inbox, after.said]).toEqual([before.jobs, before.inbox, before.said])
    // The one request is the write.
    expect(after.requests).toBe(before.requests + 1)
    webhooks.hold()
    await rate(8)
    workspace.edit(id, { properties: { Severity: 'SEV1' } })
    await webhooks.release()
    await world.work()
    expect(webhooks.deliveries.at(-1)?.event.authors).toHaveLength(2)
    expect(shown(world)).toContain('SEV1\n8 minutes')
  })

  test('one of twenty within a moment leads to one read with the others, of what the last one wrote', async () => {
    const world = await aPageThatIsShown(queue)
    const { notion, front, id } = world
    const [events, { jobs }, readsBefore] = [notion.webhooks.deliveries.length, await effectsIn(world), reads(world)]
    await front.stopWorkers()
    for (let edit = 1; edit <= 20; edit += 1) {
      notion.workspace.edit(id, { markdown: about(edit === 20 ? 'pears' : `plums ${edit}`) })
      await notion.webhooks.settled()
    }
    expect(notion.webhooks.deliveries.length - events).toBe(20)
    // One for each source: only the page itself says in which it is.
    expect((await effectsIn(world)).jobs.length - jobs.length).toBe(2)
    const { rows } = await front.pool.query(
      `select distinct start_after > created_on as "isLater" from pgboss.job where name = $1 and state = 'created'`,
      [syncPageJob.name],
    )
    expect(rows).toEqual([{ isLater: true }])
    await front.startWorkers()
    await world.work()
    expect(reads(world) - readsBefore).toBe(1)
    expect(front.workshop.scripted.count('summarization')).toBe(2)
    expect(shown(world)).toContain('pears')
    expect(everythingSaid(front).join()).not.toContain('plums')
  })
})

describe('an event that comes while its page is being read', () => {
  /** The next time that the page has been read this happens before it is stored, and the event of it is taken in. */
  async function interrupted(meanwhile: (world: Heard) => void): Promise<Heard> {
    let next: (() => Promise<void>) | null = null
    const world = await aPageThatIsShown(queue, async () => {
      const now = next
      next = null
      await now?.()
    })
    const { notion } = world
    next = async () => {
      meanwhile(world)
      await notion.webhooks.settled()
      expect(notion.webhooks.deliveries.at(-1)?.status).toBe(200)
    }
    notion.workspace.edit(world.id, { markdown: about('plums') })
    await world.work()
    expect(next).toBeNull()
    return world
  }

  test('has it read once more, so that the last edit stays', async () => {
    const world = await interrupted(({ notion, id }) => void notion.workspace.edit(id, { markdown: about('pears') }))
    expect(reads(world)).toBe(3)
    expect(shown(world)).toContain('pears')
    expect(shown(world)).not.toContain('plums')
  })

  test('takes back what was read before somebody unpublished it', async () => {
    const world = await interrupted(({ notion, id }) => void notion.workspace.unpublish(id))
    expect(currentThreads(world.front)).toEqual([])
  })

  test('leaves nothing of what was read before somebody restricted it', async () => {
    const restrict = { properties: { Restricted: true } }
    const { front } = await interrupted(({ notion, id }) => void notion.workspace.edit(id, restrict))
    expect(everythingSaid(front).join()).not.toMatch(/plums|apples/)
    expect(await tablesWith(front.pool, ['plums'])).toEqual([])
  })

  test('shows what changed between the properties and the text', async () => {
    const world = await aPageThatIsShown(queue)
    const { notion, id } = world
    let isQuiet = true
    const markdown = (): string => {
      if (!isQuiet) notion.workspace.edit(id, { properties: { Severity: 'SEV1' } })
      return about('pears')
    }
    notion.workspace.edit(id, { markdown, properties: { Severity: 'SEV3' } })
    isQuiet = false
    await world.work()
    expect(shown(world)).toContain('SEV1')
    expect(shown(world)).toContain('pears')
  })
})
