import { once } from 'node:events'
import { expect, test, vi } from 'vitest'
import { aNotion } from '../support/stand-in-notion-client.ts'
import { aHome, lode, startLode } from './run-lode.ts'

const text = 'Kafka lost its brokers because the disk of each Kafka broker was full. Wombats ate the Kafka logs.'

test('a Notion is connected as README says: what is published is read, and doctor says what is missing and which token to paste', async () => {
  const { notion } = await aNotion({ token: 'ntn_stand_in' })
  notion.workspace.put({ title: 'Wombats', markdown: text, properties: { Status: 'Published' } })
  const home = await aHome({
    NOTION_TOKEN: 'ntn_stand_in',
    NOTION_DATA_SOURCES: notion.dataSource.id,
    NOTION_API_URL: notion.url,
    NOTION_WEBHOOK_PORT: '0',
  })
  const running = startLode(home, 'start')
  let log = ''
  running.stderr.on('data', (chunk) => {
    log += String(chunk)
  })
  const said = (words: RegExp) => vi.waitUntil(() => words.exec(log), { timeout: 100_000, interval: 20 })
  const [, address = ''] = await said(/"webhook":"(http[^"]*)"/)
  const { token } = await notion.webhooks.subscribe(address)
  await said(/Notion has introduced its webhooks/)
  await said(/"job":"map-postmortem".*"msg":"done"/)
  const ended = once(running, 'exit')
  running.kill('SIGTERM')
  await ended
  expect(log).not.toMatch(/wombat|broker/i)
  expect(log).not.toContain(token)

  notion.allow(['read_content'])
  const { exitCode, stdout } = await lode(home, 'doctor')
  expect(exitCode).toBe(1)
  expect(stdout).toContain('Read user information without email addresses')
  expect(stdout).toContain(`paste this verification token into the webhook’s settings in Notion: ${token}`)

  notion.allow(['read_content', 'read_users'])
  const forgotten = await lode(home, 'doctor', '--forget-webhook')
  expect(forgotten).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('nothing has arrived yet') })
  expect(forgotten.stdout).toContain('Notion, 1 data source with the properties that the mapping names')
}, 240_000)
