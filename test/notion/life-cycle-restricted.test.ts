import { beforeEach, describe, expect, test } from 'vitest'
import { stateCounts } from '../../src/store/ledger.ts'
import { tablesHolding } from '../jobs/stored.ts'
import { alice, emptied, postmortems, quartzRoom, type RunningFront } from '../support/a-front.ts'
import { aQueue } from '../support/a-workshop.ts'
import { holding, messageSaying, messagesIn, textOf, threadsIn } from '../support/shown-text.ts'
import { aFrontWithNotion, type NotionFront, quartzText, ways } from './a-front-with-notion.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

/** A page that has the word wherever a page has words, next to another one that is told to be like it. */
async function secretAndOther(
  way: (typeof ways)[number],
): Promise<NotionFront & { readonly id: string; readonly ts: string }> {
  const started = await aFrontWithNotion(queue, way)
  const { front, publish, notice } = started
  const id = publish('The Zanzibar was slow', {
    markdown: quartzText.replaceAll('checkout', 'Zanzibar'),
    properties: { 'Owner team': 'Zanzibar', Severity: 'Zanzibar', 'Incident date': '2026-01-05' },
  })
  await notice()
  publish('The checkout was slow', { properties: { 'Incident date': '2026-03-05' } })
  await notice()
  await front.people.command(alice, quartzRoom, '/patterns', 'quartz')
  await front.people.command(alice, quartzRoom, '/opportunities', 'quartz')
  await front.settled()
  return { ...started, id, ts: messageSaying(front, postmortems, 'The Zanzibar was slow').ts }
}

const everythingHolding = async (front: RunningFront): Promise<string[]> => [
  ...holding(front, postmortems, 'Zanzibar'),
  ...holding(front, quartzRoom, 'Zanzibar'),
  ...(await tablesHolding(front.pool, 'Zanzibar')),
  ...front.logged.map((line) => JSON.stringify(line)).filter((line) => line.includes('Zanzibar')),
]

const mapStages = ['summarization', 'classification', 'attribution', 'analyzer'] as const
const mapAsked = ({ workshop }: RunningFront): number[] => mapStages.map((stage) => workshop.scripted.count(stage))

describe.each(ways)('a page of Notion that becomes restricted, noticed by %s', (way) => {
  test('leaves no word of it in any message, table or log', async () => {
    const { front, notion, notice, id, ts } = await secretAndOther(way)
    expect(holding(front, quartzRoom, 'Zanzibar')).not.toEqual([])
    expect(holding(front, postmortems, 'Zanzibar').length).toBeGreaterThan(3)
    expect(await tablesHolding(front.pool, 'Zanzibar')).toEqual(
      expect.arrayContaining(['public.answers', 'public.digests', 'public.postmortems', 'public.posts']),
    )
    const places = messagesIn(front, postmortems).map((message) => message.ts)
    notion.workspace.edit(id, { properties: { Restricted: true } })
    await notice()
    expect(await everythingHolding(front)).toEqual([])
    expect(messagesIn(front, postmortems).map((message) => message.ts)).toEqual(places)
    expect(new Set(front.people.thread(postmortems, ts).map(textOf))).toEqual(
      new Set(['This postmortem is restricted now. What stood here was taken away.']),
    )
    await front.people.command(alice, quartzRoom, '/patterns', 'quartz')
    await front.settled()
    expect(threadsIn(front, quartzRoom).at(-1)?.at(-1)).toContain('2 found = 1 restricted + 1 in scope')
  })

  test('is not read again, whatever is edited on it', async () => {
    const { front, notion, notice, id } = await secretAndOther(way)
    notion.workspace.edit(id, { properties: { Restricted: true } })
    await notice()
    const reads = notion.counts.get('GET /v1/pages/{id}/markdown')
    const asked = [...front.workshop.scripted.asked]
    notion.workspace.edit(id, { title: 'Zanzibar again', markdown: 'Zanzibar, where Quartz is a secret.' })
    await notice()
    expect(notion.counts.get('GET /v1/pages/{id}/markdown')).toBe(reads)
    expect(front.workshop.scripted.asked).toEqual(asked)
    expect(await everythingHolding(front)).toEqual([])
  })

  test('and is so no longer comes back in the same thread, asked about anew', async () => {
    const { front, notion, notice, id, ts } = await secretAndOther(way)
    const before = front.people.thread(postmortems, ts)
    const places = messagesIn(front, postmortems).map((message) => message.ts)
    notion.workspace.edit(id, { properties: { Restricted: true } })
    await notice()
    const asked = mapAsked(front)
    notion.workspace.edit(id, { properties: { Restricted: false } })
    await notice()
    expect(front.people.thread(postmortems, ts).map(textOf)).toEqual(before.map(textOf))
    expect(messagesIn(front, postmortems).map((message) => message.ts)).toEqual(places)
    expect(mapAsked(front)).toEqual(asked.map((count) => count + 1))
    await front.people.command(alice, quartzRoom, '/patterns', 'quartz')
    await front.settled()
    expect(threadsIn(front, quartzRoom).at(-1)?.at(-1)).toContain('2 found = 2 in scope (2 themed, 0 other)')
  })

  test('before it was ever read is counted, and nothing else is known of it', async () => {
    const { front, notion, publish, notice } = await aFrontWithNotion(queue, way)
    const id = publish('The Zanzibar was slow', { properties: { Restricted: true } })
    await notice()
    expect(threadsIn(front, postmortems)).toEqual([])
    expect(await stateCounts(front.pool)).toEqual([{ state: 'restricted', documents: 1 }])
    expect(await everythingHolding(front)).toEqual([])
    expect(notion.counts.get('GET /v1/pages/{id}/markdown')).toBeUndefined()
    notion.workspace.edit(id, { properties: { Restricted: false } })
    await notice()
    expect(threadsIn(front, postmortems).map(([root]) => root?.split('\n')[0])).toEqual(['The Zanzibar was slow'])
  })
})
