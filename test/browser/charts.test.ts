import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bars, barChart } from '../../src/block-kit/chart-block.ts'
import { aBrowser, browsing } from '../support/a-browser.ts'
import { aClient, bob, channel } from '../workspace/a-workspace.ts'
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
})
