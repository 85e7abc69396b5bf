import { beforeEach, describe, expect, test } from 'vitest'
import { stored } from '../jobs/stored.ts'
import { emptied, postmortems, type RunningFront } from '../support/a-front.ts'
import { aQueue } from '../support/a-workshop.ts'
import type { Script } from '../support/scripted-ask.ts'
import { holding, messagesIn, textOf, threadsIn } from '../support/shown-text.ts'
import { aFrontWithNotion, quartzText, ways } from './a-front-with-notion.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const places = (front: RunningFront): string[] => messagesIn(front, postmortems).map(({ ts }) => ts)
const updated = 'Updated 2026-11-22: the postmortem was edited.'

const cause = 'Quartz and Basalt refused the writes of the checkout.'
/** Each technology has a section of its own; nothing but the first sentence is a cause. */
const twoTechnologies = `${cause}

## The queue

Quartz had one hot partition. Nobody watched the partitions of Quartz.

## The cache

Basalt had one cold node. Nobody watched the nodes of Basalt.

## The office

The coffee was cold.`

/** Answers that rest on the first sentence and on the section of their technology; `judged` says who was asked about. */
function sectionScript(): { script: Script; judged: string[]; analyzed: string[] } {
  const judged: string[] = []
  const analyzed: string[] = []
  const stated = (text: string) => ({ text, quote: text })
  const script: Script = {
    summarization: () => ({
      issueSummary: [],
      rootCauses: [stated(cause)],
      impact: [],
      resolution: [],
      preventiveActions: [],
    }),
    classification: ({ technologies }) => ({ technologies: technologies.map(({ id }) => ({ id, quote: cause })) }),
    attribution: ({ technology: { id }, narrative }) => {
      judged.push(id)
      const sentences = narrative.text.match(/[A-Z][^.\n]*\./g) ?? []
      const [, first = '', second = ''] = sentences.filter((sentence) => sentence.toLowerCase().includes(id))
      const yes = (quote: string) => ({ answer: 'yes', quote })
      return { precededFailure: yes(cause), necessary: yes(first), sufficient: yes(second), role: 'root_cause' }
    },
    analyzer: ({ technology, quotes }) => {
      analyzed.push(technology.id)
      return { sentences: quotes.map(stated) }
    },
  }
  return { script, judged, analyzed }
}

describe.each(ways)('a page of Notion that is edited, noticed by %s', (way) => {
  test.each([
    ['the severity', { Severity: 'SEV2' }, { Severity: 'SEV1' }, 'SEV2', 'SEV1'],
    ['the owner team', { 'Owner team': 'Checkout' }, { 'Owner team': 'Payments' }, 'Checkout', 'Payments'],
    ['a fact', { duration_minutes: 47 }, { duration_minutes: 62 }, '47 minutes', '62 minutes'],
  ])('in %s alone shows that in place, says so, and asks the model nothing', async (_, was, is, old, now) => {
    const { front, notion, publish, notice } = await aFrontWithNotion(queue, way)
    const id = publish('Nothing was sold', { properties: was })
    await notice()
    const [before, asked] = [messagesIn(front, postmortems), [...front.workshop.scripted.asked]]
    expect(textOf(before[0])).toContain(old)
    notion.workspace.edit(id, { properties: is })
    await notice()
    const [root, ...replies] = messagesIn(front, postmortems)
    expect(textOf(root)).toContain(now)
    expect(textOf(root)).toContain(updated)
    expect(holding(front, postmortems, old)).toEqual([])
    expect([root, ...replies].map((message) => message?.ts)).toEqual(before.map(({ ts }) => ts))
    expect(replies.map(textOf)).toEqual(before.slice(1).map(textOf))
    expect(front.workshop.scripted.asked).toEqual(asked)
  })

  test('in what it says of one technology asks anew about that one, and changes that reply alone', async () => {
    const { script, judged, analyzed } = sectionScript()
    const { front, notion, publish, notice } = await aFrontWithNotion(queue, way, { script })
    const id = publish('Nothing was sold', { markdown: twoTechnologies })
    await notice()
    const [root, summary, basalt, quartz] = messagesIn(front, postmortems)
    expect(textOf(quartz)).toContain('Nobody watched the partitions of Quartz.')
    expect([judged.length, analyzed.length]).toEqual([2, 2])
    notion.workspace.edit(id, { markdown: twoTechnologies.replace('watched the partitions', 'split the shards') })
    await notice()
    const after = messagesIn(front, postmortems)
    expect(after.map(({ ts }) => ts)).toEqual([root, summary, basalt, quartz].map((message) => message?.ts))
    expect(textOf(after[0])).toContain(updated)
    expect(after.slice(1, 3)).toEqual([summary, basalt])
    expect(textOf(after[3])).toContain('Nobody split the shards of Quartz.')
    expect(judged.slice(2)).toEqual(['quartz'])
    expect(analyzed.slice(2)).toEqual(['quartz'])
    const { scripted } = front.workshop
    expect([scripted.count('summarization'), scripted.count('classification')]).toEqual([2, 1])
  })

  test('where it speaks of no technology is summarised anew, and no more', async () => {
    const { script, judged, analyzed } = sectionScript()
    const { front, notion, publish, notice } = await aFrontWithNotion(queue, way, { script })
    const id = publish('Nothing was sold', { markdown: twoTechnologies })
    await notice()
    const before = messagesIn(front, postmortems)
    notion.workspace.edit(id, { markdown: twoTechnologies.replace('cold.', 'lukewarm.') })
    await notice()
    const { scripted } = front.workshop
    expect([scripted.count('summarization'), scripted.count('classification')]).toEqual([2, 1])
    expect([judged.length, analyzed.length]).toEqual([2, 2])
    expect(messagesIn(front, postmortems)).toEqual(before)
  })

  test.each(['and edited back', 'in what nobody maps'])('%s is read, but asks and says nothing', async (how) => {
    const { front, notion, publish, notice, poll } = await aFrontWithNotion(queue, way)
    const id = publish('Nothing was sold')
    await notice()
    await poll()
    const [before, asked] = [messagesIn(front, postmortems), [...front.workshop.scripted.asked]]
    const reads = notion.counts.get('GET /v1/pages/{id}/markdown') ?? 0
    const [row] = await stored(front.pool)
    const { editedAt } = notion.workspace.page(id)
    if (how === 'and edited back') notion.workspace.edit(id, { markdown: 'Quartz is a secret.' })
    notion.workspace.edit(id, how === 'and edited back' ? { markdown: quartzText } : { properties: { Reviewed: true } })
    expect(notion.workspace.page(id).editedAt.getTime()).toBeGreaterThan(editedAt.getTime())
    await notice()
    expect(notion.counts.get('GET /v1/pages/{id}/markdown')).toBeGreaterThan(reads)
    expect(await stored(front.pool)).toEqual([{ ...row, stamp: expect.any(String) }])
    expect(messagesIn(front, postmortems)).toEqual(before)
    expect(front.workshop.scripted.asked).toEqual(asked)
  })

  test('back to what it said says that again, from the answers that were kept', async () => {
    const { front, notion, publish, notice } = await aFrontWithNotion(queue, way)
    const id = publish('Nothing was sold')
    await notice()
    const before = messagesIn(front, postmortems)
    notion.workspace.edit(id, { markdown: quartzText.replace('Nobody watched', 'Everybody ignored') })
    await notice()
    expect(threadsIn(front, postmortems)[0]?.[2]).toContain('Everybody ignored the partitions')
    const asked = [...front.workshop.scripted.asked]
    notion.workspace.edit(id, { markdown: quartzText })
    await notice()
    expect(front.workshop.scripted.asked).toEqual(asked)
    expect(places(front)).toEqual(before.map(({ ts }) => ts))
    expect(messagesIn(front, postmortems).slice(1).map(textOf)).toEqual(before.slice(1).map(textOf))
    expect(holding(front, postmortems, 'Everybody ignored')).toEqual([])
  })

  test('in its title is called by the new one where it stands, and summarised anew', async () => {
    const { front, notion, publish, notice } = await aFrontWithNotion(queue, way)
    const id = publish('Nothing was sold')
    await notice()
    const before = places(front)
    const { scripted } = front.workshop
    notion.workspace.edit(id, { title: 'The till stood still' })
    await notice()
    expect(places(front)).toEqual(before)
    expect(threadsIn(front, postmortems)[0]?.[0]).toMatch(/^The till stood still\n/)
    expect(threadsIn(front, postmortems)[0]?.[0]).toContain(updated)
    expect(holding(front, postmortems, 'Nothing was sold')).toEqual([])
    expect(scripted.asked.slice(4)).toEqual(['summarization'])
  })
})
