import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { aFolder } from '../support/a-workshop.ts'
import { aHome, lode } from './run-lode.ts'

const slugs = ['2023-09-12-guest-baskets-lost', '2024-05-28-recommendations-empty', '2025-07-03-order-status-writes']

test('a report is written as Markdown and JSON, the same bytes each time, also after a refresh and an audit', async () => {
  const examples = await Promise.all(
    slugs.map(async (slug) => [`${slug}.md`, await readFile(`examples/postmortems/${slug}.md`, 'utf8')] as const),
  )
  const home = await aHome({ POSTMORTEMS_FOLDER: await aFolder(Object.fromEntries(examples)) })
  await lode(home, 'backfill')
  const out = await aFolder()
  const written = async (folder: string) => {
    const { exitCode } = await lode(home, 'report', 'dynamodb', '--out', path.join(out, folder))
    expect(exitCode).toBe(0)
    const read = (file: string) => readFile(path.join(out, folder, file), 'utf8')
    return { markdown: await read('dynamodb.md'), json: await read('dynamodb.json') }
  }
  const first = await written('first')
  await lode(home, 'patterns', 'dynamodb', '--refresh')
  const audited = await lode(home, 'patterns', 'dynamodb', '--audit', '--json')
  expect(JSON.parse(audited.stdout)).toMatchObject({
    shuffles: 2,
    precision: { of: 3 },
    patterns: [{ name: 'Throttling and hot keys', members: 3, sampled: 3 }],
  })
  expect(await written('second')).toEqual(first)
  expect(first.markdown).toMatch(/^# Amazon DynamoDB: failure patterns\n\n\*\*3 incidents\*\* on record/)
  const data = JSON.parse(first.json)
  expect(data).toMatchObject({
    technology: 'dynamodb',
    ledger: { found: 3, inScope: 3 },
    patterns: [{ name: 'Throttling and hot keys' }],
  })
  expect(data.patterns[0].incidents).toHaveLength(3)
  const all = await lode(home, 'report', 'all', '--severity', 'sev2', '--out', out)
  expect(all.exitCode).toBe(0)
  expect(await readFile(path.join(out, 'all.md'), 'utf8')).toMatch(
    /^# All technologies: failure patterns\n\n\*\*\d incidents?\*\*, of severity SEV2\.\n\n\| Technology \| configuration/,
  )
  expect(JSON.parse(await readFile(path.join(out, 'all.json'), 'utf8'))).toMatchObject({ severities: ['SEV2'] })
  const { stderr, exitCode } = await lode(home, 'patterns', 'all', '--team', 'nobody')
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('No postmortem on record states the team “nobody”.')])
  expect(first.json).not.toMatch(/"(?:id|postmortemId|digestIds|foldedAt)"/)
}, 240_000)
