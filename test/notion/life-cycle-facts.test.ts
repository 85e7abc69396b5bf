import path from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { importFacts, readIncidentFacts } from '../../src/commands/facts.ts'
import { emptied, postmortems, type RunningFront } from '../support/a-front.ts'
import { aFolder, aQueue } from '../support/a-workshop.ts'
import { threadsIn } from '../support/shown-text.ts'
import { aFrontWithNotion, quartzText, ways } from './a-front-with-notion.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

/** As `lode facts import` does. */
async function imported({ workshop, settled }: RunningFront, csv: string): Promise<unknown> {
  const folder = await aFolder({ 'incidents.csv': csv })
  const opened = { ...workshop, connectSlack: null, startWebhook: null, close: async () => {} }
  const result = await importFacts(opened, readIncidentFacts(path.join(folder, 'incidents.csv')))
  await settled()
  return result
}

const root = (front: RunningFront): string | undefined => threadsIn(front, postmortems)[0]?.[0]

test.each(ways)(
  'imported figures count for the page of that address, and still do once it is edited, noticed by %s',
  async (way) => {
    const { front, notion, publish, notice } = await aFrontWithNotion(queue, way)
    const id = publish('The checkout was slow', {
      markdown: `${quartzText} The outage of Quartz lasted 90 minutes.`,
      properties: { duration_minutes: 88 },
    })
    await notice()
    expect(root(front)).toContain('88 minutes')
    expect(root(front)).not.toContain('disagree')
    const url = `https://www.notion.so/The-checkout-was-slow-${id.replaceAll('-', '')}`
    expect(await imported(front, `url,duration_minutes\n${url},47\n`)).toEqual({ changed: 1, unmatched: [] })
    expect(root(front)).toContain('disagree with the facts (47 minutes): “The outage of Quartz lasted 90 minutes.”')
    notion.workspace.edit(id, {
      markdown: `${quartzText} The outage of Quartz lasted 45 minutes.`,
      properties: { duration_minutes: 45 },
    })
    await notice()
    expect(root(front)).toContain('47 minutes')
    expect(root(front)).not.toMatch(/disagree|45 minutes|88 minutes/)
  },
)
