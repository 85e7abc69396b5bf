import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bars, barChart } from '../../src/block-kit/chart-block.ts'
import { trendChart } from '../../src/charts/trend-chart.ts'
import type { Workspace } from '../../src/workspace/workspace.ts'
import { aBrowser, browsing } from '../support/a-browser.ts'
import { aClient, bob, channel, everyScope } from '../workspace/a-workspace.ts'
import { aPage } from '../workspace/page/a-page.ts'
import { aTab, messageIn } from './a-tab.ts'
import { nameless, tooWide } from './barriers.ts'

const quarters = Array.from({ length: 12 }, (_, place) => `${2024 + Math.floor(place / 4)}-Q${(place % 4) + 1}`)
const bars: Bars = {
  title: 'Amazon DynamoDB: incidents per quarter',
  categories: quarters,
  series: ['Write capacity below a planned peak', 'Hot partition', 'Expired credentials', '3 others'].map(
    (name, rank) => ({ name, values: quarters.map((_, place) => (rank * place) % 5) }),
  ),
  labels: { x: 'Quarter', y: 'Incidents' },
}

/** Uploads a PNG and posts it as an image. */
async function postPicture(workspace: Workspace, png: Uint8Array): Promise<void> {
  const client = aClient(workspace)
  const announced = { filename: 'trend.png', length: png.length, alt_text: 'A trend' }
  const { upload_url = '', file_id: id = '' } = await client.files.getUploadURLExternal(announced)
  await fetch(upload_url, { method: 'POST', body: Buffer.from(png) })
  await client.files.completeUploadExternal({ files: [{ id, title: 'Trend' }] })
  const blocks = [{ type: 'image' as const, slack_file: { id }, alt_text: 'A trend' }]
  await client.chat.postMessage({ channel, text: 'trend', blocks })
}

describe.skipIf(!browsing)('a chart of Slack’s own in a browser', { timeout: 120_000 }, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await aBrowser()
  })
  afterAll(() => browser?.close())

  test('has its numbers at hand without a mouse, and they stay while others do things', async () => {
    const workspace = await aPage({ takesCharts: true })
    const client = aClient(workspace)
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'chart', blocks: [barChart(bars)] })
    const page = await aTab(browser, workspace.url)
    const message = messageIn(page, bars.title)
    await message
      .getByRole('img', { name: /^Amazon DynamoDB: incidents per quarter\. Bar chart of 4 series/ })
      .waitFor()
    const table = message.getByRole('region', { name: `Numbers of ${bars.title}` })
    expect(await table.isVisible()).toBe(false)
    await message.getByText('Show as table').focus()
    await page.keyboard.press('Enter')
    await table.getByRole('row', { name: '2026-Q4 0 1 2 3' }).waitFor()

    await page.getByRole('combobox', { name: /^Message/ }).click()
    workspace.people.react(bob, channel, ts, 'eyes')
    await message.getByRole('button', { name: /eyes/ }).first().waitFor()
    expect(await table.isVisible()).toBe(true)
    expect(await nameless(page)).toEqual([])
  })

  test('fits a telephone’s width', async () => {
    const workspace = await aPage({ takesCharts: true })
    await aClient(workspace).chat.postMessage({ channel, text: 'chart', blocks: [barChart(bars)] })
    const page = await aTab(browser, workspace.url, { viewport: { width: 360, height: 760 } })
    await messageIn(page, bars.title).getByText('Show as table').click()
    expect(await tooWide(page)).toEqual([])
    const letters = await page.evaluate<number>("document.querySelector('.bars text').getBoundingClientRect().height")
    expect(letters).toBeGreaterThan(9)
  })

  // blocks.css .enlarge: a box as wide as the message had an empty white part beside the picture.
  test.each([1280, 360])('that was drawn by us fills its frame in a window of %i', async (width) => {
    const workspace = await aPage({ app: { scopes: everyScope } })
    const series = [{ name: 'Hot partitions', counts: quarters.map((_, place) => place) }]
    await postPicture(workspace, await trendChart({ title: 'Amazon DynamoDB', quarters, series }))
    const page = await aTab(browser, workspace.url, { viewport: { width, height: 760 } })
    const image = messageIn(page, '').getByRole('img', { name: 'A trend' })
    await expect.poll(() => image.evaluate((one) => 'naturalWidth' in one && one.naturalWidth)).toBe(1120)
    const [frame, picture] = [await image.locator('..').boundingBox(), await image.boundingBox()]
    expect(frame?.width).toBeCloseTo((picture?.width ?? 0) + 2, 0)
    expect(await tooWide(page)).toEqual([])
  })
})
