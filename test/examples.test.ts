import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyDigests } from './verify-digests.ts'

/** The whole job over the examples with the built-in model, against what was planted in them. */

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url))

type Result = {
  states: Record<string, number>
  attribution: { f1: number; blamed: { hits: number } }
  themes: { theme: string; planted: number; together: number }[]
  ledgers: { checked: number; addUp: number }
}

describe('the examples', () => {
  const home = mkdtempSync(join(tmpdir(), 'lode-examples-'))
  let result: Result

  afterAll(() => rmSync(home, { recursive: true }))

  beforeAll(() => {
    const args = [
      path('src/main.ts'),
      'eval',
      path('examples/postmortems'),
      '--labels',
      path('examples/labels.csv'),
      '--json',
    ]
    result = JSON.parse(
      execFileSync(process.execPath, args, {
        encoding: 'utf8',
        maxBuffer: 1e8,
        env: { ...process.env, LODE_HOME: home },
      }),
    ) as Result
  }, 120_000)

  test('every document is mapped or refused for its reason', () => {
    expect(result.states).toEqual({ mapped: 39, restricted: 1 })
  })

  test('planted causes are found with F1 of at least 0.85', () => {
    expect(result.attribution.f1).toBeGreaterThanOrEqual(0.85)
  })

  test('at most two decoys are blamed', () => {
    expect(result.attribution.blamed.hits).toBeLessThanOrEqual(2)
  })

  test('every theme of three incidents or more is a pattern with at least 70 % of its members', () => {
    const recurring = result.themes.filter((theme) => theme.planted >= 3)
    expect(recurring.length).toBeGreaterThanOrEqual(8)
    expect(recurring.filter((theme) => theme.together / theme.planted < 0.7)).toEqual([])
  })

  test('every ledger adds up', () => {
    expect(result.ledgers.checked).toBeGreaterThan(5)
    expect(result.ledgers.addUp).toBe(result.ledgers.checked)
  })

  test('every quote and every number that is shown stands in its source', () => {
    const verification = verifyDigests(path('examples/postmortems'))
    expect(verification).toMatchObject({ documents: 40, refused: 1, strayQuotes: [], strayNumbers: [] })
    expect(verification.quotes).toBeGreaterThan(300)
    expect(verification.numbers).toBeGreaterThan(100)
  }, 120_000)
})
