import { beforeEach, describe, expect, test } from 'vitest'
import { webhookToken } from '../../src/store/webhook-tokens.ts'
import { emptied, postmortems, type RunningFront } from '../support/a-front.ts'
import { aQueue } from '../support/a-workshop.ts'
import { threadsIn } from '../support/shown-text.ts'
import { aFrontWithNotion, ways } from './a-front-with-notion.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const titles = (front: RunningFront): (string | undefined)[] =>
  threadsIn(front, postmortems).map(([root]) => root?.split('\n')[0])

describe.each(ways)('a page of Notion, noticed by %s', (way) => {
  test('is digested when it is published, and its thread is posted', async () => {
    const { front, notion, publish, notice } = await aFrontWithNotion(queue, way)
    const id = publish('The checkout was slow', {
      properties: { Severity: 'SEV2', 'Incident date': '2024-03-05', 'Owner team': 'Checkout', duration_minutes: 47 },
    })
    await notice()
    expect(threadsIn(front, postmortems)).toEqual([
      [
        expect.stringMatching(
          /^The checkout was slow\nOpen the postmortem · 2024-03-05 · SEV2 · Checkout\n47 minutes\nInvolved: quartz/,
        ),
        expect.stringMatching(/Root causes\nQuartz throttled the writes of the checkout\./),
        expect.stringMatching(/^quartz was the root cause\.\n\nQuartz throttled the writes/),
      ],
    ])
    const url = `https://www.notion.so/The-checkout-was-slow-${id.replaceAll('-', '')}`
    expect(JSON.stringify(front.people.history(postmortems))).toContain(`"url":"${url}"`)
    expect(notion.counts.get('GET /v1/pages/{id}/markdown')).toBe(1)
  })

  test('is left alone while it is a draft', async () => {
    const { front, notion, publish, notice } = await aFrontWithNotion(queue, way)
    const id = publish('The checkout was slow', { properties: { Status: 'In review' } })
    await notice()
    expect(titles(front)).toEqual([])
    expect(notion.counts.get('GET /v1/pages/{id}/markdown')).toBeUndefined()
    notion.workspace.publish(id)
    await notice()
    expect(titles(front)).toEqual(['The checkout was slow'])
  })
})

test('a page that was read is read no second time by a poll while nobody edits it', async () => {
  const { front, notion, publish, poll } = await aFrontWithNotion(queue, 'poll')
  publish('The checkout was slow')
  await poll()
  await poll()
  await poll(7 * 60)
  expect(titles(front)).toEqual(['The checkout was slow'])
  expect(notion.counts.get('GET /v1/pages/{id}/markdown')).toBe(1)
  expect(front.workshop.scripted.count('summarization')).toBe(1)
})

test('a forged webhook changes nothing, and one that was lost is made up for by the next poll', async () => {
  const { front, notion, publish, hear, poll } = await aFrontWithNotion(queue, 'webhook')
  const id = publish('The checkout was slow')
  await hear()
  expect((await webhookToken(front.pool, 'notion'))?.confirmedAt).toBeInstanceOf(Date)
  notion.webhooks.misbehave({ seed: 1, dropped: 1 })
  notion.workspace.edit(id, { title: 'The checkout was gone' })
  for (const forgery of ['other_token', 'no_signature', 'changed_body'] as const)
    expect(await notion.webhooks.forge(forgery, id)).toBe(401)
  await hear()
  expect(titles(front)).toEqual(['The checkout was slow'])
  await poll()
  expect(titles(front)).toEqual(['The checkout was gone'])
})
