import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/** The house rules that a reader relies on: imports point inward, vendors stay in their folders, files stay small. */

const root = fileURLToPath(new URL('../src', import.meta.url))
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.split(path.sep).join('/'))

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')
const importsOf = (file: string): string[] =>
  [...read(file).matchAll(/^(?:import|export) .*?from '([^']+)'|^} from '([^']+)'/gm)].map(
    (match) => match[1] ?? match[2] ?? '',
  )

/** The place of a file in the house: its folder, or its own name at the top. */
const placeOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : file.replace(/\.ts$/, ''))

const localImports = (file: string): string[] =>
  importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => path.posix.join(path.posix.dirname(file), name))

/** What each place may import, besides itself. Adapters never meet: `main.ts` wires them. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  domain: [],
  ports: ['domain', 'content'],
  curation: ['domain'],
  words: ['domain'],
  'reply-content': ['domain'],
  'matrix-content': ['domain'],
  content: ['domain', 'matrix-content', 'reply-content'],
  redaction: ['domain', 'errors'],
  pipeline: ['domain', 'content', 'errors', 'ports'],
  evaluation: ['domain', 'errors', 'pipeline'],
  store: ['domain', 'content', 'errors', 'ports', 'pipeline', 'curation'],
  jobs: ['domain', 'content', 'errors', 'ports', 'pipeline', 'redaction', 'store', 'curation'],
  untrusted: [],
  'block-kit': ['untrusted'],
  charts: ['content', 'untrusted'],
  workspace: ['block-kit', 'errors'],
  slack: [
    'domain',
    'content',
    'reply-content',
    'words',
    'errors',
    'ports',
    'pipeline',
    'store',
    'jobs',
    'curation',
    'limits',
    'block-kit',
    'untrusted',
  ],
  folder: ['domain', 'errors', 'ports', 'pipeline'],
  notion: ['domain', 'content', 'errors', 'ports', 'limits', 'words', 'untrusted'],
  offline: ['domain', 'errors', 'ports', 'pipeline'],
  bedrock: ['domain', 'errors', 'ports', 'pipeline'],
  openai: ['domain', 'errors', 'ports', 'pipeline'],
  limits: ['errors', 'ports'],
  models: ['ports', 'pipeline', 'bedrock', 'limits', 'offline', 'openai', 'config-model'],
  'config-model': ['errors', 'limits'],
  terminal: ['domain', 'pipeline', 'evaluation', 'words'],
  'config-slack': ['errors', 'jobs', 'slack'],
  'config-notion': ['errors', 'notion'],
  config: ['errors', 'store', 'config-model', 'config-slack', 'config-notion'],
  lode: [
    'domain',
    'ports',
    'pipeline',
    'store',
    'jobs',
    'slack',
    'folder',
    'notion',
    'config',
    'config-slack',
    'models',
  ],
  'local-workspace': ['lode', 'workspace'],
  'notion-parts': ['notion', 'ports', 'jobs', 'store', 'config-notion'],
  commands: [
    'domain',
    'errors',
    'ports',
    'pipeline',
    'redaction',
    'store',
    'jobs',
    'folder',
    'evaluation',
    'terminal',
    'config',
    'lode',
    'words',
    'slack',
    'notion',
    'config-notion',
  ],
  cli: ['commands', 'lode'],
  main: [
    'content',
    'errors',
    'ports',
    'pipeline',
    'store',
    'jobs',
    'folder',
    'charts',
    'slack',
    'limits',
    'config',
    'config-slack',
    'config-notion',
    'notion-parts',
    'lode',
    'local-workspace',
    'cli',
    'models',
  ],
}

/** Where a vendor's package may be imported. What is not listed here may be used anywhere. */
const vendors: Readonly<Record<string, readonly string[]>> = {
  pg: ['store'],
  pgvector: ['store'],
  'sql-template-tag': ['store'],
  '@electric-sql/pglite': ['store'],
  '@electric-sql/pglite-pgvector': ['store'],
  'node-pg-migrate': ['store'],
  'pg-boss': ['jobs', 'lode'],
  liquidjs: ['pipeline'],
  unified: ['pipeline'],
  'remark-parse': ['pipeline'],
  'remark-gfm': ['pipeline'],
  'ml-hclust': ['offline'],
  '@secretlint/core': ['redaction'],
  '@secretlint/secretlint-rule-preset-recommend': ['redaction'],
  '@aws-sdk/client-bedrock-runtime': ['bedrock'],
  '@smithy/node-http-handler': ['bedrock'],
  '@notionhq/client': ['notion'],
  '@slack/bolt': ['slack'],
  '@slack/web-api': ['slack'],
  '@slack/types': ['block-kit', 'slack', 'workspace'],
  ws: ['workspace'],
  react: ['workspace'],
  'react-dom': ['workspace'],
  vega: ['charts'],
  'vega-lite': ['charts'],
  '@resvg/resvg-js': ['charts'],
  commander: ['commands', 'cli'],
  'csv-parse': ['evaluation', 'commands'],
  pino: ['main', 'jobs', 'lode', 'slack', 'notion', 'notion-parts'],
}

const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')

describe('the house', () => {
  test.each(files)('%s imports only what lies further in', (file) => {
    const place = placeOf(file)
    const strangers = localImports(file).filter(
      (imported) => ![place, ...(mayImport[place] ?? [])].includes(placeOf(imported)),
    )
    expect(strangers).toEqual([])
  })

  test('every place has its rule', () => {
    expect([...new Set(files.map(placeOf))].filter((place) => !(place in mayImport))).toEqual([])
  })

  test('vendors are imported only in the folders named for them', () => {
    const strangers = files.flatMap((file) =>
      importsOf(file)
        .map(packageOf)
        .filter((name) => name in vendors && !vendors[name]?.includes(placeOf(file)))
        .map((name) => `${file} imports ${name}`),
    )
    expect(strangers).toEqual([])
  })

  test('nothing imports main.ts', () => {
    expect(files.filter((file) => localImports(file).includes('main.ts'))).toEqual([])
  })

  test('only config.ts reads the environment', () => {
    expect(files.filter((file) => read(file).includes('process.env'))).toEqual(['config.ts'])
  })

  test('only the terminal writes to it', () => {
    const writers = files.filter((file) => /\bconsole\.|process\.std(out|err)\.write/.test(read(file)))
    expect(writers.filter((file) => !['terminal', 'main'].includes(placeOf(file)))).toEqual([])
  })

  test('no file outgrows 250 lines, and half of them fit on a page', () => {
    const lengths = files
      .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
      .sort((a, b) => a.lines - b.lines)
    expect(lengths.filter(({ lines }) => lines > 250)).toEqual([])
    expect(lengths[Math.floor(lengths.length / 2)]?.lines).toBeLessThanOrEqual(70)
  })

  test('no file is named for nothing', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|types|constants|index)\.ts$/.test(file))).toEqual([])
  })
})
