import { describe, expect, test, vi } from 'vitest'
import type { Fault } from '../../../src/workspace/faults.ts'
import { eventually } from '../../support/eventually.ts'
import { aHouse } from './a-house.ts'

const unsent: Fault = { kind: 'dropped', when: 'before' }

describe('lode start', () => {
  test('outlives a network that is away for a while, and is connected again', async () => {
    const { workspace, started } = await aHouse()
    const { child, saidAll } = started()
    await saidAll()
    workspace.faults.next('apps.connections.open', unsent, { kind: 'status', status: 503 })
    workspace.sockets.drop()
    await eventually(() => workspace.sockets.connections === 0)
    const isBack = () => workspace.sockets.connections === 1
    await vi.waitUntil(() => isBack() || child.exitCode !== null, { timeout: 100_000, interval: 20 })
    expect({ isBack: isBack(), exitCode: child.exitCode }).toEqual({ isBack: true, exitCode: null })
  })

  test('logs nothing but JSON when calls of Slack fail, and will see to it again and again', async () => {
    const { workspace, started, schedules } = await aHouse()
    workspace.faults.next('chat.postMessage', unsent)
    const { log, says, stop } = started()
    await says(/deliver-posts.*failed/)
    const lines = log().trimEnd().split('\n')
    expect(lines.filter((line) => !line.startsWith('{'))).toEqual([])
    await stop()
    expect(await schedules()).toMatchObject([
      { name: 'embed-digests', cron: '37 * * * *' },
      { name: 'index-digests', cron: '47 * * * *' },
      { name: 'reconcile-votes', cron: '17 * * * *' },
      { name: 'resume-deliveries', cron: '*/5 * * * *' },
      { name: 'sync-source' },
    ])
  })
})
