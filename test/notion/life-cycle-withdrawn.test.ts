import { beforeEach, describe, expect, test } from 'vitest'
import type { Message } from '../../src/workspace/model.ts'
import { alice, emptied, postmortems, quartzRoom, type RunningFront } from '../support/a-front.ts'
import { aQueue } from '../support/a-workshop.ts'
import { holding, messageSaying, messagesIn, textOf, threadsIn } from '../support/shown-text.ts'
import type { NotionStandIn } from '../support/stand-in-notion.ts'
import { aFrontWithNotion, incidents, type NotionFront, runbooks, ways } from './a-front-with-notion.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

type Change = (workspace: NotionStandIn['workspace'], id: string) => unknown

/** After so many minutes everything is listed: what no listing of changes tells comes to light. */
const wholeLook = 7 * 60

/** What people do to a page, and how they undo it. */
const departures: readonly {
  readonly how: string
  readonly minutes: number
  readonly leave: Change
  readonly back: Change
}[] = [
  {
    how: 'is unpublished',
    minutes: 10,
    leave: (workspace, id) => workspace.unpublish(id),
    back: (workspace, id) => workspace.publish(id),
  },
  {
    how: 'is moved to the trash',
    minutes: 10,
    leave: (workspace, id) => workspace.trash(id),
    back: (workspace, id) => workspace.restore(id),
  },
  {
    how: 'is moved to where nobody reads',
    minutes: wholeLook,
    leave: (workspace, id) => workspace.move(id, runbooks.id),
    back: (workspace, id) => workspace.move(id, incidents.id),
  },
  {
    // Nobody is told that a page is shared or not: what is told is an edit from about that time.
    how: 'is no longer shared',
    minutes: wholeLook,
    leave: (workspace, id) => {
      workspace.edit(id, { properties: { Reviewed: true } })
      workspace.edit(id, { isShared: false })
    },
    back: (workspace, id) => {
      workspace.edit(id, { isShared: true })
      workspace.edit(id, { properties: { Reviewed: false } })
    },
  },
]

/** Three incidents of Quartz that read alike; somebody has asked for the patterns. */
async function threeIncidents(
  way: (typeof ways)[number],
): Promise<NotionFront & { readonly id: string; readonly thread: () => readonly Message[] }> {
  const started = await aFrontWithNotion(queue, way)
  const { front, publish, notice } = started
  const id = publish('Zanzibar fell', { properties: { 'Incident date': '2026-01-05' } })
  await notice()
  publish('The search was down', { properties: { 'Incident date': '2026-02-05' } })
  await notice()
  publish('The checkout was slow', { properties: { 'Incident date': '2026-03-05' } })
  await notice()
  await askForPatterns(front)
  expect(ledgers(front)).toEqual([expect.stringContaining('3 found = 3 in scope (3 themed, 0 other)')])
  expect(similar(front)).toEqual([['Zanzibar fell'], ['Zanzibar fell', 'The search was down']])
  const { ts } = messageSaying(front, postmortems, 'Zanzibar fell')
  return { ...started, id, thread: () => front.people.thread(postmortems, ts) }
}

async function askForPatterns({ people, settled }: RunningFront): Promise<void> {
  await people.command(alice, quartzRoom, '/patterns', 'quartz')
  await settled()
}

const ledgers = (front: RunningFront): (string | undefined)[] =>
  threadsIn(front, quartzRoom).map((one) => one.find((text) => text.startsWith('Ledger')))

/** The titles in each message of similar incidents. */
const similar = (front: RunningFront): (string | undefined)[][] =>
  messagesIn(front, postmortems)
    .map(textOf)
    .filter((text) => text.startsWith('Similar incidents'))
    .map((text) => [...text.matchAll(/^(.+) · 2026-\d\d-\d\d ·/gm)].map(([, title]) => title))

const mapStages = ['summarization', 'classification', 'attribution', 'analyzer'] as const
const mapAsked = ({ workshop }: RunningFront): number[] => mapStages.map((stage) => workshop.scripted.count(stage))

/** Told together, as when a webhook comes when more has happened already. */
async function happens(notion: NotionStandIn, change: Change, id: string): Promise<void> {
  notion.webhooks.hold()
  change(notion.workspace, id)
  await notion.webhooks.release()
}

/** The page's thread is struck out where it stands, and neither another message nor a new one-pager knows of it. */
async function expectStruckOut({ front, thread }: Awaited<ReturnType<typeof threeIncidents>>): Promise<void> {
  const [root, ...replies] = thread()
  expect(textOf(root)).toMatch(/^Withdrawn: .*\n\nZanzibar fell/)
  expect(JSON.stringify(root?.blocks)).toMatch(/Zanzibar fell[^{}]*\{[^{}]*"strike":true/)
  expect(new Set(replies.map(textOf))).toEqual(
    new Set(['This postmortem was withdrawn. What stood here no longer counts.']),
  )
  expect(similar(front)).toEqual([['The search was down']])
  expect(holding(front, postmortems, 'Zanzibar')).toEqual([textOf(root)])
  expect(holding(front, quartzRoom, 'Zanzibar')).toEqual([])
  await askForPatterns(front)
  const ledger = expect.stringContaining('3 found = 1 withdrawn + 2 in scope (2 themed, 0 other)')
  expect(ledgers(front)).toEqual([ledger, ledger])
}

describe.each(ways)('a page of Notion, noticed by %s', (way) => {
  test.each(departures)(
    'that $how is struck out and counts nowhere; when that is undone it is back where it stood, and nothing is asked again',
    async ({ minutes, leave, back }) => {
      const scene = await threeIncidents(way)
      const { front, notion, notice, id, thread } = scene
      const places = messagesIn(front, postmortems).map(({ ts }) => ts)
      const before = thread().map(textOf)
      const asked = mapAsked(front)
      await happens(notion, leave, id)
      await notice(minutes)
      expect(messagesIn(front, postmortems).map(({ ts }) => ts)).toEqual(places)
      await expectStruckOut(scene)
      await happens(notion, back, id)
      await notice(minutes)
      expect(thread().map(textOf)).toEqual(before)
      expect(JSON.stringify(thread())).not.toContain('"strike":true')
      expect(messagesIn(front, postmortems).map(({ ts }) => ts)).toEqual(places)
      expect(mapAsked(front)).toEqual(asked)
      await askForPatterns(front)
      expect(ledgers(front).at(-1)).toContain('3 found = 3 in scope (3 themed, 0 other)')
    },
  )

  test('that is removed for good is struck out, and counts nowhere any more', async () => {
    const scene = await threeIncidents(way)
    const remove: Change = (workspace, id) => {
      workspace.trash(id)
      workspace.remove(id)
    }
    await happens(scene.notion, remove, scene.id)
    await scene.notice(wholeLook)
    await expectStruckOut(scene)
  })
})
