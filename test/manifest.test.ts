import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { actionIds } from '../src/slack/action-ids.ts'
import { scopes } from '../src/slack/check.ts'
import { readTyped } from '../src/slack/words-typed.ts'

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')

/** Slack's own schema, from github.com/slackapi/manifest-schema (schemas/manifest.schema.2.0.0.json, July 2026). */
const schema = z.fromJSONSchema(JSON.parse(read('./fixtures/slack/manifest.schema.2.0.0.json')))

type Manifest = {
  features: {
    slash_commands: { command: string; url?: string; usage_hint?: string }[]
    shortcuts: { callback_id: string }[]
  }
  oauth_config: { scopes: { bot: string[] } }
  settings: {
    event_subscriptions: { bot_events: string[]; request_url?: string }
    interactivity: { is_enabled: boolean; request_url?: string }
    socket_mode_enabled: boolean
  }
}
const manifest = (): Manifest => parse(read('../manifest.yml'))

const problemsOf = (given: unknown): string[] =>
  schema.safeParse(given).error?.issues.map((issue) => issue.path.join('.') || issue.code) ?? []

describe('the manifest', () => {
  test('is valid against Slack’s schema', () => {
    expect(problemsOf(manifest())).toEqual([])
  })

  test('is valid for HTTP, with the addresses that its first lines name', () => {
    const http = manifest()
    const url = 'https://lode.example/slack/events'
    http.settings.socket_mode_enabled = false
    http.settings.event_subscriptions.request_url = url
    http.settings.interactivity.request_url = url
    for (const command of http.features.slash_commands) command.url = url
    expect(problemsOf(http)).toEqual([])
  })

  test.each<[string, (broken: Manifest) => void]>([
    ['a misspelt key', (broken) => Object.assign(broken.features, { slash_command: [] })],
    ['a command without its slash', (broken) => broken.features.slash_commands.push({ command: 'patterns' })],
    ['a scope that is no text', (broken) => Object.assign(broken.oauth_config.scopes, { bot: [1] })],
  ])('would be refused with %s', (_, spoil) => {
    const broken = manifest()
    spoil(broken)
    expect(problemsOf(broken)).not.toEqual([])
  })

  test('asks for the scopes that the app needs, and for no more', () => {
    expect(manifest().oauth_config.scopes.bot).toEqual([...scopes])
  })

  test('hints at everything that may be typed after /patterns', () => {
    const hint = manifest().features.slash_commands.find(({ command }) => command === '/patterns')?.usage_hint ?? ''
    const typed = readTyped(hint.replaceAll(/[[\]|]/g, ' '), new Date('2026-11-30'), { teams: [], severities: [] })
    expect(typed).toEqual({
      name: 'dynamodb all',
      filter: { since: '2025-11-30', team: 'checkout', severities: ['SEV1', 'SEV2'] },
      refresh: true,
    })
  })

  test('names what the app listens to', () => {
    const app = read('../src/slack/app.ts')
    const commands = [...app.matchAll(/app\.command\('([^']+)'/g)].map((match) => match[1])
    const events = [...app.matchAll(/app\.event\('([^']+)'/g)].map((match) => match[1])
    const { features, settings } = manifest()
    expect(features.slash_commands.map(({ command }) => command)).toEqual(commands)
    expect(settings.event_subscriptions.bot_events).toEqual([...events, 'message.im'].sort())
    expect(features.shortcuts.map((shortcut) => shortcut.callback_id)).toEqual([actionIds.wrongAttribution])
  })
})
