import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { aFolder } from '../support/a-workshop.ts'
import { everyMigration } from '../support/every-migration.ts'
import { aHome, lode } from './run-lode.ts'

/** Eight documents that blame DynamoDB, one of them with a head that would steer a terminal, and two to be refused. */
const slugs = [
  '2023-09-12-guest-baskets-lost',
  '2023-12-06-catalogue-unreadable-items',
  '2024-05-28-recommendations-empty',
  '2024-08-14-payment-idempotency-errors',
  '2024-11-29-login-loops',
  '2025-07-03-order-status-writes',
  '2025-10-07-accounts-session-timeouts',
  '2026-03-18-stock-backfill',
]
const found = slugs.length + 2

const examples = slugs.map((slug) => [`${slug}.md`, readFileSync(`examples/postmortems/${slug}.md`, 'utf8')])
const files: Record<string, string> = Object.fromEntries(examples)
const [name = '', body = ''] = examples.at(-1) ?? []
const folder = await aFolder({
  ...files,
  [name]: steering(body),
  'out\u001b[2J\u009b31mage.md': String.raw`---
facts: { "\e[2J\x9b31mminutes": ten }
---
Nothing of note.
`,
  'secret.md': '---\nrestricted: true\ntitle: The wombat\n---\nKafka lost the wombat.\n',
})
const home = await aHome({ POSTMORTEMS_FOLDER: folder })

/** The document with sequences that clear the screen, colour it and set its title wherever its head has text. */
function steering(document: string): string {
  const head = [
    String.raw`title: "Stock \e[2J\e]0;owned\a\x9b31m again"`,
    String.raw`severity: "SEV1\e[31m"`,
    String.raw`owner_team: "team\e[1A-basket\r"`,
    'date: 2026-03-18',
  ]
  return `---\n${head.join('\n')}\n---\n${document.replace(/^---\n[\s\S]*?\n---\n/, '')}`
}

/** What one home goes through, in this order. */
describe('a home', { shuffle: false }, () => {
  test('migrate makes a database ready, once', async () => {
    expect(await lode(home, 'migrate')).toEqual({
      exitCode: 0,
      stdout: `Ran ${everyMigration.join(', ')}.\n`,
      stderr: '',
    })
  })

  test.each(['technologies', 'patterns kafka', 'patterns all'])('%s says that nothing is stored yet', async (asked) => {
    const { stdout } = await lode(home, ...asked.split(' '))
    expect(stdout).toContain('No digest is stored yet. npm run lode -- backfill   makes them.')
  })

  test('backfill says what became of every document, and who answered', async () => {
    const { exitCode, stdout, stderr } = await lode(home, 'backfill')
    // A slow machine is told how far it is.
    const troubles = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('Digesting postmortems: '))
    expect({ exitCode, troubles }).toEqual({ exitCode: 0, troubles: [] })
    expect(stdout).toMatch(
      /^✓ 8 mapped, 1 restricted, 1 unreadable in \d+\.\d s; \d+ stage answers; .*no language model/,
    )
  })

  describe('after a backfill', () => {
    test('another one makes no model call', async () => {
      const { exitCode, stdout } = await lode(home, 'backfill', '--json')
      expect(exitCode).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({
        documents: { mapped: 8, restricted: 1, unreadable: 1 },
        usage: { answers: 0, calls: 0 },
        givenUp: [],
      })
    })

    test('technologies are listed with counts', async () => {
      const { exitCode, stdout } = await lode(home, 'technologies')
      expect(exitCode).toBe(0)
      expect(stdout).toMatch(/^dynamodb +\d incidents \(\d as a cause\) /)
    })

    test('patterns of a technology are printed by any of its names, with a ledger that adds up', async () => {
      const { exitCode, stdout } = await lode(home, 'patterns', 'Amazon DynamoDB', '--since', '2023-12')
      expect(exitCode).toBe(0)
      expect(stdout).toContain('since 2023-12-01')
      expect(stdout).toContain('1 outside the filter')
      expect(stdout).toMatch(/^1\. .+ {2}\d incidents$/m)
      const [, all, parts = '', themed, other] =
        /(\d+) found = (.+?) in scope \((\d+) themed, (\d+) other\)/.exec(stdout) ?? []
      const counts = [...parts.matchAll(/\d+/g)].map(Number)
      expect(Number(all)).toBe(found)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(found)
      expect(Number(themed) + Number(other)).toBe(counts.at(-1))
      expect(stdout).toMatch(/• Stock .*again/)
      expect(controlsIn(stdout)).toEqual([])
    })

    test('patterns of all technologies are folded only on demand, then all of them', async () => {
      const before = await lode(home, 'patterns', 'all')
      expect(before.stdout).toContain('Not folded yet')
      expect(before.stdout).toContain('npm run lode -- patterns all --refresh')
      const after = await lode(home, 'patterns', 'all', '--refresh')
      expect(after.exitCode).toBe(0)
      expect(after.stdout).not.toContain('Not folded yet')
      expect(after.stdout).toMatch(/^Apache Airflow {2}.* 1$/m)
    })

    test('opportunities are printed as drafts, with reach and counter-evidence', async () => {
      const { exitCode, stdout } = await lode(home, 'opportunities', 'dynamodb')
      expect(exitCode).toBe(0)
      expect(stdout).toMatch(/^1\. .+ {2}draft$/m)
      expect(stdout).toMatch(/reach \d of \d incidents/)
      expect(stdout).toContain('against: ')
    })

    test('show prints a postmortem by a part of its file name, without what would steer the terminal', async () => {
      const { exitCode, stdout } = await lode(home, 'show', 'stock-backfill')
      expect(exitCode).toBe(0)
      for (const words of ['Stock', 'team-basket', 'Root causes', 'dynamodb']) expect(stdout).toContain(words)
      expect(controlsIn(stdout)).toEqual([])
    })

    test('show says that there is no such postmortem', async () => {
      expect(await lode(home, 'show', 'no-such-thing')).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: expect.stringContaining('No stored postmortem is called "no-such-thing"'),
      })
    })

    test('status lists what needs a person; nothing of a restricted document', async () => {
      const { exitCode, stdout } = await lode(home, 'status')
      expect(exitCode).toBe(0)
      expect(stdout).toMatch(/Documents +10: 8 mapped, 1 restricted, 1 unreadable/)
      expect(stdout).toMatch(/out.*age\.md #\d+ unreadable: front matter: facts\./)
      expect(controlsIn(stdout)).toEqual([])
      expect(stdout).toMatch(/secret\.md #\d+ restricted/)
      expect(stdout).not.toContain('wombat')
      expect(stdout).not.toMatch(/nothing needs you|-- retry/)
    })

    test('retry with nothing to try again says so', async () => {
      const { exitCode, stdout } = await lode(home, 'retry')
      expect(exitCode).toBe(0)
      expect(stdout).toContain('0 jobs and 0 documents are tried again.')
    })
  })

  test('a backfill of a folder that is not there ends with 1 and names it', async () => {
    const { exitCode, stdout, stderr } = await lode(home, 'backfill', '/nowhere')
    expect(exitCode).toBe(1)
    expect(stdout + stderr).toContain('/nowhere')
  })
})

/** Characters that a terminal takes as orders; line ends are none. */
function controlsIn(output: string): string[] {
  return output.match(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu)?.filter((character) => character !== '\n') ?? []
}
