import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { featuresOf } from '../../../src/workspace/page/features.ts'

test('the page offers the commands and message shortcuts of the manifest that ships with Lode', () => {
  const manifest: unknown = parse(readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8'))
  const { commands, messageShortcuts } = featuresOf(manifest)
  expect(commands.map(({ command }) => command)).toEqual(['/patterns', '/opportunities', '/lode'])
  expect(commands[0]?.usageHint).toContain('dynamodb')
  expect(messageShortcuts.map(({ name }) => name)).toEqual(['Wrong attribution'])
})

test('what is no manifest is refused', () => {
  expect(() => featuresOf({ name: 'lode' })).toThrow()
})
