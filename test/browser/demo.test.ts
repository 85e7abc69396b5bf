import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aBrowser, browsing } from '../support/a-browser.ts'
import { type Demo, startDemo } from './a-demo.ts'
import {
  aTab,
  channelPane,
  goTo,
  leaveModal,
  messageIn,
  openThread,
  replyIn,
  sayWhy,
  threadPane,
  write,
} from './a-tab.ts'
import { nameless, tooWide, unseenFocus } from './barriers.ts'
import { takePicture } from './picture.ts'

const dropped = `---
title: Gift cards were sent twice
date: 2026-05-04
severity: SEV3
owner_team: team-checkout
---
# Summary
Between 14:05 and 14:40 customers received their gift cards twice.

# Root cause
RabbitMQ redelivered every message whose consumer took longer than the acknowledgement timeout of 30 s, and the
consumer sent the card again each time.

# Resolution
We raised the timeout of RabbitMQ to five minutes and restarted the consumers.

# Preventive actions
- The consumer remembers what it has sent.
`

/** Everybody here works in one workspace, as people do: no test undoes what another one sees. */
describe.skipIf(!browsing)('the demo in a browser', { timeout: 120_000 }, () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    browser = await aBrowser()
    demo = await startDemo()
  }, 150_000)
  afterAll(async () => {
    await browser?.close()
    if (demo) expect(await demo.stop()).toBe(0)
  })
  const visit = (options = {}): Promise<Page> => aTab(browser, demo.url, options)

  test('a digest is read, /patterns draws its one-pager, and a 👎 with its reason is counted on the Home', async () => {
    const page = await visit()
    await goTo(page, 'datastores')
    await openThread(page, messageIn(page, 'Stock levels stale during supplier backfill'))
    const first = replyIn(page, 'Apache Airflow was the root cause.')
    await first.getByText('so Airflow scheduled 31 runs side by side').waitFor()
    await replyIn(page, 'Amazon DynamoDB contributed to the failure.').waitFor()
    await takePicture(page, 'digest-thread', first)

    await write(page, '/patterns dynamodb')
    const onePager = messageIn(page, 'Amazon DynamoDB: failure patterns')
    const chart = onePager.getByRole('img', { name: /^Incidents per quarter by pattern, Amazon DynamoDB/ })
    await chart.waitFor()
    await expect.poll(() => chart.evaluate((image) => 'naturalWidth' in image && image.naturalWidth)).toBeGreaterThan(0)
    await openThread(page, onePager)
    const pattern = replyIn(page, 'Belongs here:').first()
    await pattern.getByRole('heading', { name: /^1\. / }).waitFor()
    await replyIn(page, 'Ledger').waitFor()
    await takePicture(page, 'patterns', onePager, pattern)
    await page.getByRole('button', { name: 'Light or dark' }).click()
    await takePicture(page, 'patterns-dark', onePager, pattern)
    await page.getByRole('button', { name: 'Light or dark' }).click()

    await goTo(page, 'postmortems')
    await openThread(page, messageIn(page, 'Login loops at the Black Friday opening'))
    const wrong = replyIn(page, 'Turnstile was the root cause.')
    await wrong.hover()
    await wrong.getByRole('button', { name: 'React with -1' }).click()
    await replyIn(page, 'Your 👎 is counted. What is wrong?').getByRole('button', { name: 'Say why' }).click()
    const why = 'The sessions table had too little write capacity; Turnstile held the queue, as designed.'
    const form = await sayWhy(page, 'It blames the wrong technology', why)
    await takePicture(page, 'vote-reason')
    await form.getByRole('button', { name: 'Send' }).click()
    await form.waitFor({ state: 'hidden' })
    await replyIn(page, 'Thank you.').waitFor()

    await goTo(page, 'Lode')
    const counted = page.getByText('attribution — 👍 0 · 👎 1 (wrong attribution 1)')
    await counted.waitFor()
    await page.getByText(`is disputed by @iris: “${why}”`).waitFor()
    await takePicture(page, 'home', counted)
  })

  test('a file that is put into the watched folder appears as a digest by itself', async () => {
    const page = await visit()
    await messageIn(page, 'Returns API shadowed by the new app gateway route').waitFor()
    await writeFile(path.join(demo.drop, 'gift-cards.md'), dropped)
    const digest = messageIn(page, 'Gift cards were sent twice')
    await digest.getByText('Involved: RabbitMQ (root cause)').waitFor()
    await openThread(page, digest)
    await replyIn(page, 'RabbitMQ was the root cause.').getByText('RabbitMQ redelivered every message').waitFor()
  })

  test('in a thread the app is asked by its name, since commands don’t work there', async () => {
    const page = await visit()
    await openThread(page, messageIn(page, 'Stock projection stalled during a rolling deployment'))
    await threadPane(page).getByRole('combobox', { name: 'Reply' }).click()
    await page.keyboard.type('/patterns')
    await page.getByText('Slash commands do not work in threads').waitFor()
    for (const _ of '/patterns') await page.keyboard.press('Backspace')
    await page.keyboard.type('@lo')
    await page.getByRole('option', { name: '@lode' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.type('patterns kafka')
    await page.keyboard.press('Enter')
    await replyIn(page, 'Apache Kafka').getByRole('heading', { name: 'Apache Kafka: failure patterns' }).waitFor()
  })

  test('the words that the terminal suggests find incidents that are like them', async () => {
    const page = await visit()
    await write(page, '/lode similar checkout timed out after a deploy')
    const answer = messageIn(page, 'Only visible to you')
    await answer.getByRole('link').first().waitFor()
    expect(await answer.getByRole('listitem').count()).toBeGreaterThan(1)
  })

  test('an opportunity is approved with a click, and everybody sees by whom', async () => {
    const page = await visit()
    await goTo(page, 'datastores')
    await write(page, '/opportunities postgresql')
    await openThread(page, messageIn(page, 'PostgreSQL: opportunities'))
    const proposal = replyIn(page, '2. Put PgBouncer in front')
    await takePicture(page, 'opportunity', proposal)
    await proposal.getByRole('button', { name: 'Approve' }).click()
    await proposal.getByText('✅ Approved by @iris').waitFor()
    expect(await proposal.getByRole('button', { name: 'Approve' }).count()).toBe(0)
    const other = await visit()
    await other.getByRole('combobox', { name: 'You are' }).selectOption('U0LEAD')
    await goTo(other, 'datastores')
    await openThread(other, messageIn(other, 'PostgreSQL: opportunities'))
    await replyIn(other, '2. Put PgBouncer').getByText('✅ Approved by @iris').waitFor()
  })

  test('the quotes behind a digest open above it, and Escape leads back to where one was', async () => {
    const page = await visit()
    await openThread(page, messageIn(page, 'Search unavailable after the colour facet release'))
    const button = replyIn(page, 'Elasticsearch was the root cause.').getByRole('button', { name: 'Show the quotes' })
    await button.focus()
    await page.keyboard.press('Enter')
    const quotes = page.getByRole('dialog', { name: 'The quotes behind it' })
    await quotes.getByRole('blockquote').first().waitFor()
    await leaveModal(page)
    await button.and(page.locator(':focus')).waitFor()
  })

  test('a guest is refused, politely', async () => {
    const page = await visit()
    await page.getByRole('combobox', { name: 'You are' }).selectOption('U0GUEST')
    await write(page, '/patterns dynamodb')
    await messageIn(page, 'Only visible to you').filter({ hasText: /guest/i }).waitFor()
  })

  test('what was chosen dark stays dark', async () => {
    const page = await visit()
    const ground = () => channelPane(page).evaluate('getComputedStyle(document.documentElement).backgroundColor')
    const light = await ground()
    await page.getByRole('button', { name: 'Light or dark' }).click()
    const dark = await ground()
    expect(dark).not.toBe(light)
    await page.reload()
    await messageIn(page, '').first().waitFor()
    expect(await ground()).toBe(dark)
  })

  test('everything fits a telephone’s width', async () => {
    const page = await visit({ viewport: { width: 420, height: 860 }, hasTouch: true })
    expect(await tooWide(page)).toEqual([])
    for (const channel of ['postmortems', 'datastores']) {
      await page.getByRole('button', { name: 'Channels' }).click()
      await goTo(page, channel)
    }
    await write(page, '/patterns s3')
    const onePager = messageIn(page, 'Amazon S3: failure patterns').filter({ has: page.getByRole('img') })
    await onePager.waitFor()
    expect(await tooWide(page)).toEqual([])
    await takePicture(page, 'phone', onePager)
    await openThread(page, onePager)
    expect(await tooWide(page)).toEqual([])
    await threadPane(page).getByRole('button', { name: 'Wrong' }).first().click()
    await page.getByRole('dialog', { name: 'What is wrong?' }).waitFor()
    expect(await tooWide(page)).toEqual([])
    await leaveModal(page)
  })

  test('whatever is shown has a name, and the focus is seen wherever Tab leads', async () => {
    const page = await visit()
    await openThread(page, messageIn(page, 'Category redirect swallowed the checkout'))
    expect(await nameless(page)).toEqual([])
    expect(await unseenFocus(page, 60)).toEqual([])
    await replyIn(page, 'What happened').getByRole('button', { name: 'Wrong' }).click()
    await page.getByRole('dialog', { name: 'What is wrong?' }).waitFor()
    expect(await nameless(page)).toEqual([])
    expect(await unseenFocus(page, 12)).toEqual([])
    await leaveModal(page)
    await goTo(page, 'Lode')
    await page.getByText('Latest digests').waitFor()
    expect(await nameless(page)).toEqual([])
    expect(await unseenFocus(page, 30)).toEqual([])
  })

  test('all of it works without a mouse', async () => {
    const page = await visit()
    await page.keyboard.press('Alt+ArrowDown')
    await page.getByRole('heading', { name: 'datastores', level: 1 }).waitFor()
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    await threadPane(page).getByRole('combobox', { name: 'Reply' }).and(page.locator(':focus')).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('k')
    await replyIn(page, '').last().and(page.locator(':focus')).waitFor()
    await page.keyboard.press('r')
    await page.keyboard.press('1')
    await replyIn(page, '').getByRole('button', { name: 'You reacted with +1', pressed: true }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    expect(await nameless(page)).toEqual([])
    await leaveModal(page)
    await page.keyboard.press('Escape')
    await threadPane(page).waitFor({ state: 'hidden' })
  })
})
