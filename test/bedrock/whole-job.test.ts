import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { folderSource } from '../../src/folder/folder-source.ts'
import { readNarrative } from '../../src/pipeline/narrative.ts'
import { redact } from '../../src/redaction/redact.ts'
import { anEmbeddedHome, type Environment, lode } from '../commands/run-lode.ts'
import { aFolder } from '../support/a-workshop.ts'
import { obligingClaude } from '../support/obliging-claude.ts'
import { type BedrockCall, type StandInBedrock, startStandInBedrock } from '../support/stand-in-bedrock.ts'
import type { BedrockQuestion } from '../support/stand-in-bedrock-answer.ts'
import { BedrockError } from '../support/stand-in-bedrock-error.ts'

/** The whole product in its own process against the stand-in, over examples in which people and secrets are planted. */

const examples = fileURLToPath(new URL('../../examples/postmortems', import.meta.url))
const days = [
  '2023-03-14',
  '2023-09-12',
  '2023-11-20',
  '2023-12-06',
  '2024-09-03',
  '2024-09-05',
  '2025-01-19',
  '2025-07-03',
  '2025-11-28',
  '2026-04-02',
]
/** Its owners have marked it as restricted. */
const restricted = '2025-03-05'

const filesOf = (wanted: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    readdirSync(examples)
      .filter((file) => wanted.some((day) => file.startsWith(day)))
      .map((file) => [file, readFileSync(path.join(examples, file), 'utf8')]),
  )

/** A stand-in, and the settings that lead a Lode of its own there. Its quota is no hindrance. */
async function aLode(answer: (question: BedrockQuestion) => unknown) {
  const standIn = await startStandInBedrock({ answer, prefixed: true })
  onTestFinished(() => standIn.close())
  const home = await anEmbeddedHome({
    MODEL_PROVIDER: 'bedrock',
    MODEL_REQUESTS_PER_MINUTE: '60000',
    MODEL_TOKENS_PER_MINUTE: '1000000000',
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: standIn.url,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
  })
  return { standIn, home }
}

async function done(home: Environment, ...words: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await lode(home, ...words)
  // Progress goes to stderr when it takes longer.
  expect(exitCode, stderr).toBe(0)
  return stdout
}

describe('a folder of postmortems on Bedrock', { timeout: 120_000 }, () => {
  test('is digested once, folded, and shows nobody anything but redacted text', async () => {
    const files = filesOf([...days, restricted])
    const folder = await aFolder(files)
    const { standIn, home } = await aLode(obligingClaude())

    const first = await done(home, 'backfill', folder)
    expect(first).toMatch(/10 mapped, 1 restricted .* \d+ model calls, .* tokens, \$\d/)
    expect(first).toMatch(/eu\.anthropic\.claude-haiku-5-5 and eu\.anthropic\.claude-sonnet-5$/m)
    expect(refusalsOf(standIn)).toEqual(['eu.anthropic.claude-haiku-5-5'])
    const mapped = standIn.requests.length

    expect(await done(home, 'backfill', folder)).toMatch(/10 mapped, 1 restricted .* no model call/)
    expect(standIn.requests).toHaveLength(mapped)

    const report = reportShape.parse(JSON.parse(await done(home, 'patterns', 'postgresql', '--json')))
    expect(report.patterns.flatMap((pattern) => pattern.incidents).length).toBeGreaterThanOrEqual(2)
    const proposals = proposalsShape.parse(JSON.parse(await done(home, 'opportunities', 'postgresql', '--json')))
    expect(proposals.length).toBeGreaterThan(0)
    expect(standIn.requests.length).toBeGreaterThanOrEqual(mapped + 3)

    const planted = plantedIn(files)
    const texts = await redactedTexts(folder)
    for (const [kind, words] of Object.entries(planted)) expect(words.length, kind).toBeGreaterThan(0)
    for (const call of standIn.requests) {
      const text = textOf(call)
      for (const words of Object.values(planted)) expect(words.filter((word) => text.includes(word))).toEqual([])
      expect(strangersIn(text, texts)).toEqual([])
    }
    expect(repairsOf(standIn)).toEqual([])
  })

  test('is digested whole though every fifth call is throttled', async () => {
    const few = days.slice(0, 6)
    const folder = await aFolder(filesOf(few))
    const claude = obligingClaude()
    const seen = new Set<string>()
    const { standIn, home } = await aLode((question) => {
      const isNew = !seen.has(question.user)
      seen.add(question.user)
      if (isNew && seen.size % 5 === 0) throw new BedrockError('ThrottlingException')
      return claude(question)
    })
    expect(await done(home, 'backfill', folder)).toMatch(/ 6 mapped in /)
    expect(standIn.requests.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(4)
  })
})

test('without credentials a document is not sent, and the message says how to sign in', async () => {
  const { standIn, home } = await aLode(obligingClaude())
  const folder = await aFolder(filesOf(['2023-09-12']))
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...without } = home
  const { exitCode, stderr } = await lode(
    { ...without, AWS_EC2_METADATA_DISABLED: 'true', HOME: folder },
    'map',
    folder,
  )
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/AWS refused the credentials, or there are none\. Sign in \(aws sso login\)/)
  expect(standIn.requests).toEqual([])
})

const reportShape = z.object({ patterns: z.array(z.object({ incidents: z.array(z.unknown()) })) })
const proposalsShape = z.array(z.object({ investment: z.string(), preventions: z.array(z.unknown()).min(1) }))
const converseShape = z.object({
  system: z.array(z.object({ text: z.string().optional() })),
  messages: z.array(z.object({ content: z.array(z.object({ text: z.string() })) })),
})

/** What stands in the raw files and must not leave the house, by kind. */
function plantedIn(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const raw = Object.values(files).join('\n')
  const all = (pattern: RegExp): string[] => [...new Set(raw.match(pattern) ?? [])]
  return {
    people: Object.values(files).flatMap(peopleOf),
    emails: all(/[\w.+-]+@[\w.-]+\.\w+/g),
    phones: all(/\+\d{2}[ \d]{6,}\d/g),
    addresses: all(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g),
    money: all(/(?:€|EUR )\d[\d.,]*\d|\d[\d,]* EUR/g),
    secrets: all(/AKIA\w{16}/g),
    restricted: [
      Object.entries(files)
        .find(([file]) => file.startsWith(restricted))?.[1]
        .split('\n\n')[2] ?? raw,
    ],
  }
}

/** Full names, and family names by themselves. */
function peopleOf(file: string): string[] {
  const head: unknown = parse(/^---\n(.*?)\n---\n/s.exec(file)?.[1] ?? '')
  const { people } = z.object({ people: z.array(z.string()).default([]) }).parse(head ?? {})
  return people.flatMap((name) => [name, name.split(' ').at(-1) ?? name])
}

/** Everything that a request says. */
function textOf({ operation, body }: BedrockCall): string {
  if (operation === 'invoke') return z.object({ inputText: z.string() }).parse(body).inputText
  const { system, messages } = converseShape.parse(body)
  return [
    ...system.flatMap(({ text }) => text ?? []),
    ...messages.flatMap(({ content }) => content.map(({ text }) => text)),
  ].join('\n')
}

/** The redacted text of every document that may be read, with its title. */
async function redactedTexts(folder: string): Promise<string[]> {
  const texts: string[] = []
  for await (const item of folderSource(folder).items()) {
    if (!('document' in item) || item.document.restricted) continue
    const { title, body } = await redact(item.document, [])
    texts.push(plain(`${title}\n${readNarrative(body).text}`))
  }
  return texts
}

/** The lines between the tags of a map stage's prompt that are not in the one document that it is about. */
function strangersIn(prompt: string, texts: readonly string[]): string[] {
  const parts = prompt.matchAll(/^<(document|summary|quotes|passage)>\n([\s\S]*?)\n<\/\1>$/gm)
  const lines = [...parts]
    .flatMap(([, , part = '']) => part.split('\n'))
    .map((line) => line.replace(/^\(section: (.*)\)$/, '$1').replace(/^ {2}quote: |^## \w+$|^\(not stated\)$/, ''))
    .map(plain)
  const strangers = texts.map((text) => lines.filter((line) => !text.includes(line)))
  return strangers.toSorted((a, b) => a.length - b.length)[0] ?? []
}

function plain(text: string): string {
  return text.replaceAll(/[*_`>|\s-]+/g, ' ').trim()
}

/** Models that were asked in a form that they refuse, each as often as that happened. */
function refusalsOf({ requests }: StandInBedrock): string[] {
  return [...new Set(requests.filter(({ status }) => status !== 200).map(({ modelId }) => modelId))]
}

/** Requests that ask to mend an answer. */
function repairsOf({ requests }: StandInBedrock): string[] {
  const calls = requests.filter(({ operation }) => operation === 'converse')
  return calls.filter(({ body }) => converseShape.parse(body).messages.length > 1).map(textOf)
}
