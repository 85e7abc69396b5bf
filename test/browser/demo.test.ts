import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aBrowser, hasChromium } from '../support/a-browser.ts'
import { type Demo, startDemo } from './a-demo.ts'
import { aTab, goTo, messageIn, openThread, replyIn, threadIn, write } from './a-tab.ts'
import { takePicture } from './picture.ts'

/** Everybody here works in one workspace, as people do: no test undoes what another one sees. */
describe.skipIf(!hasChromium)('the demo in a browser', { timeout: 120_000 }, () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    browser = await aBrowser()
    demo = await startDemo()
  }, 150_000)
  afterAll(async () => {
    await browser?.close()
    expect(await demo?.stop()).toBe(0)
  })
  const visit = (options = {}): Promise<Page> => aTab(browser, demo.url, options)

  test('a digest is read, /patterns draws its one-pager, and a 👎 with its reason is counted on the Home', async () => {
    const page = await visit()
    await openThread(page, messageIn(page, 'Login loops at the Black Friday opening'))
    await replyIn(page, 'What happened').getByText('At 07:00 on Black Friday').waitFor()
    const digest = replyIn(page, 'Turnstile was the root cause')
    await digest.scrollIntoViewIfNeeded()
    await takePicture(page, 'digest-thread')

    await goTo(page, 'datastores')
    await write(page, '/patterns dynamodb')
    const onePager = messageIn(page, 'Amazon DynamoDB: failure patterns')
    const chart = onePager.getByRole('img', { name: /^Incidents per quarter by pattern, Amazon DynamoDB/ })
    await chart.waitFor()
    await expect.poll(() => chart.evaluate('(img) => img.naturalWidth')).toBeGreaterThan(0)
    await openThread(page, onePager)
    await replyIn(page, 'Belongs here:').first().getByRole('heading', { name: /^1\. / }).waitFor()
    await replyIn(page, 'Ledger').waitFor()
    await takePicture(page, 'patterns')

    await goTo(page, 'postmortems')
    await openThread(page, messageIn(page, 'Login loops at the Black Friday opening'))
    await digest.hover()
    await digest.getByRole('button', { name: 'React with -1' }).click()
    await replyIn(page, 'Your 👎 is counted. What is wrong?').getByRole('button', { name: 'Say why' }).click()
    const form = page.getByRole('dialog', { name: 'What is wrong?' })
    await form.getByLabel('It blames the wrong technology').click()
    await form.getByLabel('In your words').click()
    await page.keyboard.type('The sessions table had too little write capacity; Turnstile held the queue, as designed.')
    await takePicture(page, 'vote-reason')
    await form.getByRole('button', { name: 'Send' }).click()
    await form.waitFor({ state: 'hidden' })
    await replyIn(page, 'This digest is out of the patterns until the question is settled').waitFor()

    await goTo(page, 'Lode')
    await page.getByText('attribution — 👍 0 · 👎 1 (wrong attribution 1)').waitFor()
    await page.getByText('Turnstile as root cause is disputed by @iris: “The sessions table').waitFor()
    await takePicture(page, 'home')
  })
})
