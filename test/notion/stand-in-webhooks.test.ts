import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { NotionOptions } from '../support/stand-in-notion.ts'
import { aNotion } from '../support/stand-in-notion-client.ts'
import { propertyIdOf } from '../support/stand-in-notion-model.ts'
import { aSubscriber, type Received } from '../support/stand-in-notion-subscriber.ts'
import { partOf } from '../support/stand-in-notion-values.ts'

async function sample(name: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(new URL(`../fixtures/notion/${name}.json`, import.meta.url), 'utf8'))
}

/** The names of all fields, however deep. */
function namesIn(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.slice(0, 1).flatMap((part) => namesIn(part, at))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value)
    .flatMap(([name, part]) => [`${at}.${name}`, ...namesIn(part, `${at}.${name}`)])
    .toSorted()
}

/** A subscriber whose token was given back. `events` are what came after the token. */
async function subscribed(options: NotionOptions = {}, answerTo?: (received: Received, count: number) => number) {
  const { notion, client } = await aNotion(options)
  const { url, received } = await aSubscriber(answerTo)
  const { token, status } = await notion.webhooks.subscribe(url)
  notion.webhooks.verify(token)
  const events = () => received.slice(1).map(({ body }) => body)
  const types = () => events().map(({ type }) => type)
  return { notion, client, received, events, types, token, status }
}

describe('a subscription', () => {
  test('begins with a signed token, and events come when it was given back', async () => {
    const { notion } = await aNotion()
    const { url, received } = await aSubscriber()
    const { token, status } = await notion.webhooks.subscribe(url)
    expect([status, received]).toEqual([
      200,
      [expect.objectContaining({ isSigned: true, body: { verification_token: token } })],
    ])
    expect(namesIn(received[0]?.body)).toEqual(namesIn(await sample('notion_webhook_verification')))
    notion.workspace.put({ title: 'Too early' })
    await notion.webhooks.settled()
    expect(() => notion.webhooks.verify('secret_other')).toThrow('not the token')
    notion.webhooks.verify(token)
    notion.workspace.put({ title: 'In time' })
    await notion.webhooks.settled()
    expect(received.slice(1)).toEqual([expect.objectContaining({ isSigned: true })])
  })

  test('is told what people and the integration do, by whom, and nothing of what is not shared', async () => {
    const { notion, client, events, types } = await subscribed()
    const { workspace, webhooks } = notion
    const { id } = workspace.put({ title: 'A page', markdown: 'one', properties: { Status: 'Draft' } })
    await webhooks.settled()
    for (const act of [
      () => workspace.publish(id),
      () => workspace.edit(id, { markdown: 'one\ntwo' }),
      () => workspace.edit(id, { markdown: 'one\ntwo' }),
      () => workspace.move(id, notion.dataSource.id),
      () => workspace.trash(id),
      () => workspace.restore(id),
      () => workspace.put({ title: 'Secret', isShared: false }),
    ]) {
      act()
      await webhooks.settled()
    }
    await client.pages.update({ page_id: id, properties: { duration_minutes: { number: 3 } } })
    await webhooks.settled()
    const [created, published, edited] = events()
    const properties = 'page.properties_updated'
    const gone = ['page.moved', 'page.deleted', 'page.undeleted']
    expect(types()).toEqual(['page.created', properties, 'page.content_updated', ...gone, properties])
    expect(published).toMatchObject({ data: { updated_properties: [propertyIdOf('Status', { type: 'status' })] } })
    expect(edited).toMatchObject({ data: { updated_blocks: [{ type: 'block' }] }, authors: [{ type: 'person' }] })
    expect(events().at(-1)).toMatchObject({ authors: [{ id: workspace.bot.id, type: 'bot' }] })
    expect(namesIn(created)).toEqual(namesIn(await sample('notion_webhook_page_created_retry')))
    expect(namesIn(published)).toEqual(namesIn(await sample('notion_webhook_page_properties_updated_in_data_source')))
    const { accessible_by: _, ...documented } = await sample('notion_webhook_page_content_updated')
    expect(namesIn(edited)).toEqual(expect.arrayContaining(namesIn(documented)))
  })

  test('tries an event again until it is taken, under the same id, and gives up after the eighth time', async () => {
    const { notion, events } = await subscribed({ webhookRetryDelaysMs: [1, 1, 1, 1, 1, 1, 1] }, (_, count) =>
      count === 4 ? 200 : 503,
    )
    notion.workspace.put({ title: 'Taken' })
    await notion.webhooks.settled()
    expect(events().map(({ attempt_number }) => attempt_number)).toEqual([1, 2, 3])
    expect(new Set(events().map(({ id }) => id)).size).toBe(1)
    notion.workspace.put({ title: 'Never taken' })
    await notion.webhooks.settled()
    expect(notion.webhooks.deliveries.slice(3).map(({ attempt, status }) => [attempt, status])).toEqual(
      Array.from({ length: 8 }, (_, index) => [index + 1, 503]),
    )
  })
})

describe('what is held back together', () => {
  test('is one event of each kind, with all that changed', async () => {
    const { notion, events } = await subscribed()
    const { id } = notion.workspace.add({ title: 'A page', markdown: 'one' })
    notion.webhooks.hold()
    notion.workspace.edit(id, { markdown: 'two' })
    notion.workspace.edit(id, { markdown: 'two\nthree' })
    notion.workspace.publish(id, notion.workspace.bot)
    notion.workspace.edit(id, { properties: { Severity: 'SEV1' } })
    await notion.webhooks.settled()
    expect(events()).toEqual([])
    await notion.webhooks.release()
    expect(events()).toMatchObject([
      { type: 'page.content_updated', data: { updated_blocks: [{}, {}] } },
      { type: 'page.properties_updated', data: { updated_properties: [expect.any(String), expect.any(String)] } },
    ])
    expect(events()[1]?.authors).toHaveLength(2)
  })

  test('cancels out when nothing is left of it', async () => {
    const { notion, types } = await subscribed()
    const kept = notion.workspace.add({ title: 'Kept' })
    notion.webhooks.hold()
    const { id } = notion.workspace.put({ title: 'Thrown away' })
    notion.workspace.publish(id)
    notion.workspace.trash(id)
    notion.workspace.trash(kept.id)
    notion.workspace.restore(kept.id)
    await notion.webhooks.release()
    expect(types()).toEqual([])
  })
})

describe('faults', () => {
  const make = async (faults: { dropped?: number; doubled?: number; isShuffled?: boolean }) => {
    const { notion, events } = await subscribed()
    notion.webhooks.misbehave({ seed: 3, ...faults })
    notion.webhooks.hold()
    const made = Array.from({ length: 40 }, (_, index) => notion.workspace.put({ title: `Page ${index}` }).id)
    await notion.webhooks.release()
    return { made, told: events().map(({ entity }) => String(partOf(entity, 'id'))) }
  }

  test('drop a share of the events', async () => {
    const { made, told } = await make({ dropped: 0.5 })
    expect(told.length).toBeGreaterThan(5)
    expect(told.length).toBeLessThan(35)
    expect(made).toEqual(expect.arrayContaining(told))
  })

  test('double a share of them', async () => {
    const { made, told } = await make({ doubled: 0.5 })
    expect(told.length).toBeGreaterThan(45)
    expect(new Set(told)).toEqual(new Set(made))
  })

  test('shuffle them', async () => {
    const { made, told } = await make({ isShuffled: true })
    expect(told).not.toEqual(made)
    expect([told.length, new Set(told)]).toEqual([made.length, new Set(made)])
  })

  test('send what was sent before, what nobody signed, and what is too large', async () => {
    const { notion, received, events } = await subscribed()
    const { id } = notion.workspace.put({ title: 'A page' })
    await notion.webhooks.settled()
    expect(await notion.webhooks.replay()).toEqual([200])
    expect(events()[1]).toEqual(events()[0])
    for (const forgery of ['other_token', 'no_signature', 'changed_body'] as const) {
      expect([forgery, await notion.webhooks.forge(forgery, id)]).toEqual([forgery, 401])
    }
    expect(await notion.webhooks.oversized(2_000_000, id)).toBe(200)
    expect(received.at(-1)?.size).toBeGreaterThan(2_000_000)
  })

  test('are told nobody where nobody listens', async () => {
    const { notion } = await aNotion({ webhookRetryDelaysMs: [1] })
    const { token, status } = await notion.webhooks.subscribe('http://127.0.0.1:9/')
    notion.webhooks.verify(token)
    notion.workspace.put({ title: 'A page' })
    await notion.webhooks.settled()
    expect([status, notion.webhooks.deliveries.map(({ attempt }) => attempt)]).toEqual([null, [1, 2]])
  })
})
