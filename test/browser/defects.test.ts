import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aBrowser, browsing } from '../support/a-browser.ts'
import { aClient, bob, channel } from '../workspace/a-workspace.ts'
import { aPage } from '../workspace/page/a-page.ts'
import { type Demo, startDemo } from './a-demo.ts'
import { aTab, goTo, leaveModal, messageIn, openThread, replyIn, sayWhy, threadPane } from './a-tab.ts'

describe.skipIf(!browsing)('defects of the page', { timeout: 120_000 }, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await aBrowser()
  })
  afterAll(() => browser?.close())

  // use.js bringToolbar: the buttons stay over the last message, and over its words, when the pointer is elsewhere.
  test('the buttons over a message go with the pointer', async () => {
    const workspace = await aPage()
    workspace.people.say(bob, channel, 'hello')
    const page = await aTab(browser, workspace.url)
    await messageIn(page, 'hello').hover()
    await page.getByRole('toolbar').waitFor()
    await page.getByRole('combobox', { name: /^Message/ }).click()
    await page.getByRole('toolbar').waitFor({ state: 'hidden', timeout: 30_000 })
  })

  // message.css: on a phone titles are as wide as the messages.
  test('the buttons over a message cover no title on a phone', async () => {
    const workspace = await aPage()
    const client = aClient(workspace)
    const title = 'A title that is as wide as the whole of its message on every telephone'
    for (const text of ['first', title])
      await client.chat.postMessage({ channel, text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] })
    const page = await aTab(browser, workspace.url, { viewport: { width: 390, height: 844 }, hasTouch: true })
    const shown = messageIn(page, title).getByText(title)
    await shown.tap()
    const buttons = await page.getByRole('toolbar').boundingBox()
    const words = await shown.boundingBox()
    expect((buttons?.y ?? 0) + (buttons?.height ?? 0)).toBeLessThanOrEqual(words?.y ?? 0)
  })

  // dialog.css: white words on whatever lies below, here the words of the composer.
  test('the words under an enlarged picture have a ground of their own', async () => {
    const workspace = await aPage()
    const image_url = `${workspace.url}/page/icon.svg`
    const blocks = [{ type: 'image' as const, image_url, alt_text: 'Three bars' }]
    await aClient(workspace).chat.postMessage({ channel, text: 'chart', blocks })
    const page = await aTab(browser, workspace.url)
    await page.getByRole('button', { name: 'Enlarge: Three bars' }).click()
    await page.getByRole('dialog', { name: 'Picture' }).getByText('Three bars').waitFor()
    const grounds = await page.evaluate<string[]>(`['#lightbox p', '#lightbox'].flatMap((one) =>
      ['', '::backdrop'].map((part) => getComputedStyle(document.querySelector(one), part).backgroundColor))`)
    const opacities = grounds.map((colour) => Number(colour.match(/[,/] ?([\d.]+)\)$/)?.[1] ?? 1))
    expect(Math.max(...opacities)).toBeGreaterThan(0.8)
  })
})

describe.skipIf(!browsing)('defects of the demo', { timeout: 120_000 }, () => {
  let browser: Browser
  let demo: Demo
  beforeAll(async () => {
    browser = await aBrowser()
    demo = await startDemo()
  }, 150_000)
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  // choice.ts: the legend names the fieldset around it, and the radio group in there has no name.
  test('the reasons are called by their question', async () => {
    const page = await aTab(browser, demo.url)
    await openThread(page, messageIn(page, 'Category redirect swallowed the checkout'))
    await replyIn(page, 'What happened').getByRole('button', { name: 'Wrong' }).click()
    const form = page.getByRole('dialog', { name: 'What is wrong?' })
    await form.getByLabel('Something else').waitFor()
    const tree = await form.ariaSnapshot()
    await leaveModal(page)
    expect(tree).toContain('- radiogroup "What is wrong with it?"')
  })

  // live.js heard: it opened in every window of the person.
  test('a modal opens in the window in which it was asked for, and in no other', async () => {
    const page = await aTab(browser, demo.url)
    const other = await page.context().newPage()
    await other.goto(page.url())
    await openThread(other, messageIn(other, 'Category redirect swallowed the checkout'))
    await openThread(page, messageIn(page, 'Category redirect swallowed the checkout'))
    await replyIn(page, 'What happened').getByRole('button', { name: 'Wrong' }).click()
    await page.getByRole('dialog', { name: 'What is wrong?' }).waitFor()
    // What it hears of now came after the modal.
    await threadPane(other).getByRole('combobox', { name: 'Reply' }).fill('Wombats again')
    await threadPane(other).getByRole('combobox', { name: 'Reply' }).press('Enter')
    await replyIn(other, 'Wombats again').waitFor()
    expect(await other.getByRole('dialog').count()).toBe(0)
    await leaveModal(page)
  })

  // status-blocks.ts queueBlocks: what waits for curators does not count.
  test('the Home does not say that nothing needs you above what waits for you', async () => {
    const page = await aTab(browser, demo.url)
    await openThread(page, messageIn(page, 'Login loops at the Black Friday opening'))
    await replyIn(page, 'Turnstile was the root cause.').getByRole('button', { name: 'Wrong' }).click()
    const form = await sayWhy(page, 'It blames the wrong technology', 'It only held the queue.')
    await form.getByRole('button', { name: 'Send' }).click()
    await form.waitFor({ state: 'hidden' })
    await replyIn(page, 'Thank you.').waitFor()
    await goTo(page, 'Lode')
    await page.getByText('is disputed by @iris').waitFor()
    expect(await page.getByText('Nothing needs you').count()).toBe(0)
  })
})
