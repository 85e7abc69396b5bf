import { beforeEach, describe, expect, test } from 'vitest'
import { troubles } from '../../src/store/ledger.ts'
import { tablesHolding } from '../jobs/stored.ts'
import { carol, emptied, postmortems, type RunningFront } from '../support/a-front.ts'
import { aQueue } from '../support/a-workshop.ts'
import { holding, messagesIn, textOf, threadsIn, toldTo } from '../support/shown-text.ts'
import type { NotionStandIn } from '../support/stand-in-notion.ts'
import { aFrontWithNotion, quartzText, ways } from './a-front-with-notion.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

/** A page of which a part is on another page, which the connection may not see. */
const incomplete = {
  markdown: `${quartzText}\n{{part}}`,
  hidden: { part: { because: 'unshared' } },
} as const

const reason = /^incomplete: a part of the page is not shared with the connection \(block [0-9a-f]{32}\); it is tried/

/** Somebody shares the other page; this one is not edited by that. */
function share({ workspace }: NotionStandIn, id: string): void {
  const part = { because: 'left_out', markdown: 'Somebody split Quartz by hand.' } as const
  workspace.pages.set(id, { ...workspace.page(id), hidden: { part } })
}

async function statusFor({ people, settled }: RunningFront): Promise<string | undefined> {
  await people.command(carol, postmortems, '/lode', 'status')
  await settled()
  return toldTo({ people }, carol).at(-1)
}

describe.each(ways)('a page of Notion that can not be read whole, noticed by %s', (way) => {
  test('is listed with the reason, and not digested, until the next poll finds it whole', async () => {
    const { front, notion, publish, notice, poll } = await aFrontWithNotion(queue, way)
    const id = publish('The checkout was slow', incomplete)
    await notice()
    await poll()
    expect(await troubles(front.pool)).toEqual([
      { postmortemId: expect.any(Number), sourceId: id, state: 'unreadable', reason: expect.stringMatching(reason) },
    ])
    expect(await statusFor(front)).toContain('Postmortems: 1 (1 unreadable)')
    expect(threadsIn(front, postmortems)).toEqual([])
    expect(front.workshop.scripted.asked).toEqual([])
    const { editedAt } = notion.workspace.page(id)
    share(notion, id)
    await poll()
    expect(notion.workspace.page(id).editedAt).toEqual(editedAt)
    const [thread, ...others] = threadsIn(front, postmortems)
    expect(thread).toEqual([
      expect.stringMatching(/^The checkout was slow\n/),
      expect.stringContaining('Somebody split Quartz by hand.'),
      expect.stringMatching(/^quartz was the root cause\./),
    ])
    expect(others).toEqual([])
    expect(await troubles(front.pool)).toEqual([])
    expect(await statusFor(front)).toContain('Postmortems: 1 (1 digested)')
  })

  test('any more is taken back without a word of it, and comes back to its thread when it is whole again', async () => {
    const { front, notion, publish, notice, poll } = await aFrontWithNotion(queue, way)
    const id = publish('The zanzibar was slow')
    await notice()
    const before = messagesIn(front, postmortems)
    notion.workspace.edit(id, incomplete)
    await notice()
    expect(await troubles(front.pool)).toMatchObject([{ sourceId: id, reason: expect.stringMatching(reason) }])
    expect(holding(front, postmortems, 'zanzibar')).toEqual([])
    expect(await tablesHolding(front.pool, 'zanzibar')).toEqual([])
    expect(messagesIn(front, postmortems).map(({ ts }) => ts)).toEqual(before.map(({ ts }) => ts))
    share(notion, id)
    await poll()
    const after = messagesIn(front, postmortems)
    expect(after.map(({ ts }) => ts)).toEqual(before.map(({ ts }) => ts))
    expect(textOf(after[0])).toMatch(/^The zanzibar was slow\n/)
    expect(textOf(after[1])).toContain('Somebody split Quartz by hand.')
    expect(await troubles(front.pool)).toEqual([])
  })

  test('or stored as it is does not keep another one from being digested', async () => {
    const { front, publish, notice } = await aFrontWithNotion(queue, way)
    publish('The checkout was slow', incomplete)
    publish('The stock was gone', { properties: { 'Incident date': '2026-02-31' } })
    publish('The \0 \ud83d cellar was full', { properties: { 'Owner team': 'Cellar\0' } })
    publish('The search was down')
    await notice()
    expect(new Set(threadsIn(front, postmortems).map(([root]) => root?.split('\n')[0]))).toEqual(
      new Set(['The \ufffd cellar was full', 'The search was down']),
    )
    const reasons = (await troubles(front.pool)).map((trouble) => trouble.reason)
    expect(reasons).toHaveLength(2)
    expect(reasons).toContainEqual(expect.stringMatching(reason))
    expect(reasons).toContainEqual(expect.stringContaining('the property "Incident date" holds no date'))
  })
})
