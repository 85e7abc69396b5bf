import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'

/** Long enough for a machine that does much else. */
const patienceMs = 45_000

/**
 * A window of somebody who has just opened the demo. The test fails at its end if a script failed in there, an answer was
 * no success, or anything was asked of another machine.
 */
export async function aTab(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
    ...options,
  })
  const troubles: string[] = []
  context.on('weberror', (error) => troubles.push(error.error().message))
  context.on('console', (line) => line.type() === 'error' && troubles.push(line.text()))
  context.on(
    'response',
    (response) => response.status() >= 400 && troubles.push(`${response.status()} ${response.url()}`),
  )
  context.on('request', (request) => request.url().startsWith(`${url}/`) || troubles.push(`asked ${request.url()}`))
  onTestFinished(async () => {
    await context.close()
    expect(troubles).toEqual([])
  })
  context.setDefaultTimeout(patienceMs)
  const page = await context.newPage()
  await page.goto(`${url}/`)
  await messageIn(page, '').first().waitFor()
  await page.locator('#sidebar [aria-current=page]').waitFor({ state: 'attached' })
  return page
}

/** The messages in the channel that is shown, or those of them that contain a text. */
export const messageIn = (page: Page, text: string | RegExp): Locator =>
  channelPane(page).getByRole('article').filter({ hasText: text })

/** The channel or home that is shown in the middle. */
export const channelPane = (page: Page): Locator => page.getByRole('main')

/** The thread that is open on the right. */
export const threadPane = (page: Page): Locator => page.getByRole('complementary', { name: 'Thread' })

/** The replies in the thread that is open, or those of them that contain a text. */
export const replyIn = (page: Page, text: string | RegExp): Locator =>
  threadPane(page).getByRole('article').filter({ hasText: text })

/** Opens the thread of a message with the mouse. */
export async function openThread(page: Page, message: Locator): Promise<void> {
  await message.getByRole('button', { name: /Last reply/ }).click()
  await replyIn(page, '').nth(1).waitFor()
}

/** Goes to a channel or to the app in the list on the left. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Channels and apps' }).getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { name, exact: true, level: 1 }).waitFor()
}

/** Types into the channel that is shown, key by key, and sends it. */
export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('combobox', { name: /^Message/ }).click()
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}

/** Fills in the form that asks why an output is wrong, key by key; it is yet to be sent. */
export async function sayWhy(page: Page, reason: string, words: string): Promise<Locator> {
  const form = page.getByRole('dialog', { name: 'What is wrong?' })
  await form.getByLabel(reason).click()
  await form.getByLabel('In your words').click()
  await page.keyboard.type(words)
  return form
}

/** Presses Escape, and waits until the modal that is open has gone. */
export async function leaveModal(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}
