import { beforeEach, describe, expect, test } from 'vitest'
import { alice, emptied, postmortems, quartzRoom, type RunningFront } from '../support/a-front.ts'
import { aQueue } from '../support/a-workshop.ts'
import { threadsIn } from '../support/shown-text.ts'
import { aFrontWithNotion, outages, ways } from './a-front-with-notion.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const titles = (front: RunningFront): (string | undefined)[] =>
  threadsIn(front, postmortems).map(([root]) => root?.split('\n')[0])

describe.each(ways)('with two data sources, noticed by %s', (way) => {
  test('a page of either has its thread', async () => {
    const { front, publish, notice } = await aFrontWithNotion(queue, way)
    publish('The checkout was slow')
    await notice()
    publish('The search was down', { dataSourceId: outages.id })
    await notice()
    expect(titles(front)).toEqual(['The checkout was slow', 'The search was down'])
  })

  test('a page that is moved from one to the other has one thread that counts, and is not asked about again', async () => {
    const { front, notion, publish, notice } = await aFrontWithNotion(queue, way)
    const id = publish('The checkout was slow')
    await notice()
    const asked = [...front.workshop.scripted.asked]
    notion.workspace.move(id, outages.id)
    await notice(7 * 60)
    expect(titles(front)).toEqual([
      'Withdrawn: this postmortem was withdrawn and no longer counts.',
      'The checkout was slow',
    ])
    expect(front.workshop.scripted.asked).toEqual(asked)
    await front.people.command(alice, quartzRoom, '/patterns', 'quartz')
    await front.settled()
    expect(threadsIn(front, quartzRoom)[0]?.at(-1)).toContain('2 found = 1 withdrawn + 1 in scope')
  })
})
