import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { readTechnologies, resolveTechnology } from '../../src/pipeline/technologies.ts'
import { aTechnology } from '../support/builders.ts'

const technologies = [
  aTechnology({ id: 'dynamodb', name: 'Amazon DynamoDB', aliases: ['dynamo db'], exact: ['DDB'] }),
  aTechnology({ id: 's3', name: 'Amazon S3', aliases: ['simple storage service'] }),
  aTechnology({ id: 'postgresql', name: 'PostgreSQL', aliases: ['postgres'] }),
  aTechnology({ id: 'mysql', name: 'MySQL', aliases: ['mariadb'] }),
  aTechnology({ id: 'sqlite', name: 'SQLite' }),
]

describe('a technology is found by', () => {
  test.each<[by: string, wanted: string, id: string]>([
    ['its id', 'dynamodb', 'dynamodb'],
    ['its name', 'Amazon DynamoDB', 'dynamodb'],
    ['an alias', 'postgres', 'postgresql'],
    ['an exact name', 'DDB', 'dynamodb'],
    ['an exact name in another case', 'ddb', 'dynamodb'],
    ['a name in another case with white space around it', '  MARIADB ', 'mysql'],
    ['a name with other separators', 'simple-storage_service', 's3'],
    ['a name written as one word', 'DynamoDB', 'dynamodb'],
  ])('%s', (_, wanted, id) => {
    expect(resolveTechnology(technologies, wanted).id).toBe(id)
  })
})

describe('an unknown technology', () => {
  test.each<[mistake: string, wanted: string, suggestion: string]>([
    ['with letters swapped is answered with the right one', 'dynmaodb', 'Did you mean dynamodb?'],
    ['with a letter missing is answered with the right one', 'postgrs', 'Did you mean postgresql?'],
    ['near a name is answered with the id', 'mariadbb', 'Did you mean mysql?'],
    ['near two is answered with the nearer one first', 'mysqlite', 'Did you mean sqlite, mysql?'],
  ])('%s', (_, wanted, suggestion) => {
    const resolve = () => resolveTechnology(technologies, wanted)
    expect(resolve).toThrow(UserError)
    expect(resolve).toThrow(`No technology is called "${wanted}". ${suggestion}`)
  })

  test('that is near none is answered with where to look', () => {
    expect(() => resolveTechnology(technologies, 'elasticsearch cluster')).toThrow('The command "technologies" lists')
  })

  test('with an endless name is not repeated whole', () => {
    expect(() => resolveTechnology(technologies, 'x'.repeat(5_000))).toThrow(/"x{60}"/)
  })
})

describe('a registry file', () => {
  const entry =
    'id: kafka\n    name: Apache Kafka\n    kind: queue\n    description: A log.\n    is: Lag.\n    isNot: A title.'

  test('gives its entries, with empty lists for what it leaves out', () => {
    expect(readTechnologies([aFile(`technologies:\n  - ${entry}\n    aliases: [kafka]`)])).toEqual([
      {
        id: 'kafka',
        name: 'Apache Kafka',
        kind: 'queue',
        aliases: ['kafka'],
        exact: [],
        telltales: [],
        tools: [],
        homonyms: [],
        description: 'A log.',
        is: 'Lag.',
        isNot: 'A title.',
        examples: [],
      },
    ])
  })

  test('that comes later replaces entries with the same id and keeps the others', () => {
    const first = aFile(`technologies:\n  - ${entry}\n  - ${entry.replace('id: kafka', 'id: redis')}`)
    const second = aFile(`technologies:\n  - ${entry.replace('Apache Kafka', 'Our Kafka')}`)
    expect(readTechnologies([first, second]).map(({ id, name }) => `${id}: ${name}`)).toEqual([
      'kafka: Our Kafka',
      'redis: Apache Kafka',
    ])
  })

  test.each<[mistake: string, yaml: string, named: string]>([
    [
      'without a description',
      `technologies:\n  - ${entry.replace('description', 'about')}`,
      'technologies[0].description',
    ],
    ['with a misspelt field', `technologies:\n  - ${entry}\n    alias: [kafka]`, '"alias"'],
    [
      'with an id that is not in kebab-case',
      `technologies:\n  - ${entry.replace('kafka', 'Apache_Kafka')}`,
      'technologies[0].id',
    ],
    ['with one name instead of a list', `technologies:\n  - ${entry}\n    aliases: kafka`, 'technologies[0].aliases'],
    ['with an empty name in a list', `technologies:\n  - ${entry}\n    exact: [""]`, 'technologies[0].exact[0]'],
    [
      'with a mistake in a later entry',
      `technologies:\n  - ${entry}\n  - ${entry.replace('kind', 'sort')}`,
      'technologies[1].kind',
    ],
    ['without entries', 'technologies: []', 'technologies'],
    ['that is empty', '', 'expected object'],
  ])('%s is refused with the file and the field', (_, yaml, named) => {
    const file = aFile(yaml)
    expect(() => readTechnologies([file])).toThrow(UserError)
    expect(() => readTechnologies([file])).toThrow(file)
    expect(() => readTechnologies([file])).toThrow(named)
    expect(() => readTechnologies([file])).toThrow('TECHNOLOGIES_FILE')
  })
})

function aFile(yaml: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lode-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'technologies.yml')
  writeFileSync(file, yaml)
  return file
}
