import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { aFolder } from './support/a-workshop.ts'

test.each([
  ['SLACK_PORT', 'auto', 'must be a number'],
  ['SLACK_PORT', '80.5', 'must be a whole number'],
  ['SLACK_PORT', '70000', 'must be at most 65535'],
  ['SLACK_ANNOUNCE_DAYS', '-1', 'must be at least 0'],
  ['MODEL_TOKENS_PER_MINUTE', '0', 'must be more than 0'],
  ['LOG_LEVEL', 'loud', 'must be one of trace, debug, info, warn, error, silent'],
  ['SLACK_ALLOW_GUESTS', 'perhaps', 'must be one of true, 1, yes'],
  ['SYNC_CRON', 'hourly', 'must be a cron expression, as */5 * * * *'],
])('%s=%s is refused in words that say what it must be', (name, value, words) => {
  expect(() => readConfig({ [name]: value })).toThrow(`\n  ${name} ${words}`)
})

test.each(['*/5 * * * *', '0 */5 * * * *', '@hourly'])('SYNC_CRON may be %s', (syncCron) => {
  expect(readConfig({ SYNC_CRON: syncCron }).syncCron).toBe(syncCron)
})

test('prices that can not be used are refused with the setting, the file and what is wrong', async () => {
  const folder = await aFolder({ 'open.yml': 'a: [b', 'flat.yml': 'some-model: 3' })
  const settings = { MODEL_PROVIDER: 'openai', OPENAI_LARGE_MODEL: 'some-model' }
  const reading = (file: string) => () => readConfig({ ...settings, MODEL_PRICES: `${folder}/${file}` })
  expect(reading('open.yml')).toThrow(`MODEL_PRICES: ${folder}/open.yml can't be used: it can not be read as YAML.`)
  expect(reading('flat.yml')).toThrow(/can't be used: .*expected object.*some-model.*\.env\.example/s)
})
