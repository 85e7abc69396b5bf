import { WebAPIPlatformError } from '@slack/web-api'
import { describe, expect, test } from 'vitest'
import { barChart } from '../../src/block-kit/chart-block.ts'
import { aClient, aWorkspace, channel } from './a-workspace.ts'

const chart = barChart({
  title: 'Incidents per quarter',
  categories: ['2026-Q1', '2026-Q2'],
  series: [{ name: 'Hot keys', values: [1, 2] }],
  labels: { x: 'Quarter', y: 'Incidents' },
})
const complaint = '[ERROR] unsupported type: data_visualization [json-pointer:/blocks/0/type]'

/** What the workspace says against a call; nothing where it is taken. */
const refusalOf = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    await call
    return null
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError)) throw error
    const { error: code, response_metadata, errors } = error.data as typeof error.data & { errors?: unknown }
    return { code, says: response_metadata?.messages ?? errors }
  }
}

describe('a workspace that draws no charts', () => {
  test('refuses them in new messages, in changed ones and in a check, as a type that it does not know', async () => {
    const client = aClient(await aWorkspace())
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'report' })
    const refused = { code: 'invalid_blocks', says: [complaint] }
    expect(await refusalOf(client.chat.postMessage({ channel, text: 'chart', blocks: [chart] }))).toEqual(refused)
    expect(await refusalOf(client.chat.update({ channel, ts, text: 'chart', blocks: [chart] }))).toEqual(refused)
    expect(await refusalOf(client.apiCall('blocks.validate', { blocks: [chart] }))).toMatchObject({
      code: 'invalid_blocks',
      says: [{ message: 'unsupported type: data_visualization', pointer: '/blocks/0/type' }],
    })
  })
})

describe('a workspace that draws charts', () => {
  test('takes them in new messages, in changed ones and in a check', async () => {
    const workspace = await aWorkspace({ takesCharts: true })
    const client = aClient(workspace)
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'chart', blocks: [chart] })
    expect(await refusalOf(client.chat.update({ channel, ts, text: 'chart', blocks: [chart, chart] }))).toBeNull()
    expect(await refusalOf(client.apiCall('blocks.validate', { blocks: [chart] }))).toBeNull()
    expect(workspace.people.history(channel)[0]?.blocks).toMatchObject([chart, chart])
  })

  test('refuses the third in a message', async () => {
    const client = aClient(await aWorkspace({ takesCharts: true }))
    const refused = await refusalOf(client.chat.postMessage({ channel, text: 'x', blocks: [chart, chart, chart] }))
    expect(refused).toEqual({
      code: 'invalid_blocks',
      says: ['[ERROR] no more than 2 data_visualization blocks allowed [json-pointer:/blocks]'],
    })
  })
})
