import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { checkMapping } from '../../src/notion/check-mapping.ts'
import { defaultMapping, type NotionMapping, readMapping } from '../../src/notion/mapping.ts'
import { readDuration, readMoney, readNumber } from '../../src/notion/quantity.ts'
import { aNotion } from '../support/stand-in-notion-client.ts'
import type { PlainValue, PropertySchema } from '../support/stand-in-notion-model.ts'
import { aDataSource } from '../support/stand-in-notion-schema.ts'
import { aMapping, aSource, only, said } from './source-at-work.ts'

async function mappingOf(yaml: string): Promise<NotionMapping> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lode-mapping-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = path.join(folder, 'notion.yml')
  await writeFile(file, yaml)
  return readMapping(file)
}

describe('a mapping file', () => {
  test('says which properties say what; what it leaves out is as usual', async () => {
    const mapping = await mappingOf(`
published: { property: State, values: [Done, Archived] }
incidentDate: Happened on
severity: null
restricted: { property: Access, values: [Legal hold] }
people: [Commander, Author]
facts:
  duration_minutes: { property: Duration, unit: hours }
  gmv_loss_eur: { property: Loss, kind: money }
`)
    const isOptional = false
    expect(mapping).toEqual({
      ...defaultMapping,
      published: { property: 'State', isOptional, values: ['Done', 'Archived'] },
      incidentDate: { property: 'Happened on', isOptional },
      severity: null,
      restricted: { property: 'Access', isOptional, values: ['Legal hold'] },
      people: [
        { property: 'Commander', isOptional },
        { property: 'Author', isOptional },
      ],
      facts: {
        duration_minutes: { property: 'Duration', isOptional, kind: 'duration', unit: 'hours' },
        gmv_loss_eur: { property: 'Loss', isOptional, kind: 'money', unit: 'minutes' },
      },
    })
  })

  test('that is empty changes nothing', async () => {
    expect(await mappingOf('# nothing yet\n')).toEqual(defaultMapping)
  })

  test.each([
    ['publisched: { property: Status }', 'the file has unknown keys: publisched'],
    ['published: Status', 'published must be fields, as "property: Status"'],
    ['published: { property: Status, value: Done }', 'published has unknown keys: value'],
    ['published: { values: [Done] }', 'published.property must be the name of a property'],
    ['published: { property: Status, values: Done }', 'published.values must be a list, as [Published]'],
    ['published: { property: Status, values: [] }', 'published.values must not be empty'],
    ['severity: 3', 'severity must be the name of a property'],
    ['people: Commander', 'people must be a list of properties'],
    ['facts: { Duration: { property: Duration } }', 'facts.Duration must be named in lower case'],
    ['facts: { cost_eur: { property: Cost, kind: cash } }', 'facts.cost_eur.kind must be number, duration or money'],
    ['facts: { cost_eur: { property: Cost, unit: hours } }', 'facts.cost_eur.unit is only for durations'],
    [
      'facts: { duration_minutes: { property: D, unit: days } }',
      'facts.duration_minutes.unit must be minutes or hours',
    ],
    ['- a list', 'the file must be fields'],
    ['published: {', 'is no valid YAML'],
  ])('%j is refused by name', async (yaml, message) => {
    await expect(mappingOf(yaml)).rejects.toThrow(message)
  })

  test('tells of everything that is wrong at once', async () => {
    await expect(mappingOf('severity: 3\npeople: X')).rejects.toThrow(/severity must .*\n {2}people must/)
  })

  test('that isn’t there is named', () => {
    expect(() => readMapping('/nowhere/notion.yml')).toThrow('/nowhere/notion.yml')
  })
})

describe('a mapping checked against a data source', () => {
  const schema = aDataSource().properties

  async function problems(mapping: NotionMapping, properties: Readonly<Record<string, PropertySchema>> = schema) {
    const { notion, client } = await aNotion({ dataSources: [aDataSource({ properties })] })
    return (await checkMapping(client, notion.dataSource.id, mapping)).problems
  }
  const mapped = (property: string) => ({ property, isOptional: false })

  test('fits the usual one, and one that lacks what is optional', async () => {
    expect(await problems(defaultMapping)).toEqual([])
    const { Name = { type: 'title' }, Status = { type: 'status' } } = schema
    expect(await problems(defaultMapping, { Name, Status })).toEqual([])
  })

  test.each<[string, Partial<NotionMapping>, RegExp]>([
    [
      'is not there',
      { severity: mapped('Level') },
      /^Postmortems \(data source [0-9a-f-]+\): severity reads the property "Level", which is not there\. Of the right type are: .*"Severity" \(select\)/,
    ],
    [
      'is of a wrong type',
      { incidentDate: mapped('Severity') },
      /incidentDate reads the property "Severity", which is of type select; it must be date, created_time, formula or rollup/,
    ],
    [
      'is a wrong figure',
      { facts: { cost_eur: { ...mapped('People'), kind: 'money', unit: 'minutes' } } },
      /facts\.cost_eur .*"People".*people; it must be number, formula, rollup or rich_text/,
    ],
    [
      'has no such option',
      { published: { ...mapped('Status'), values: ['Done'] } },
      /published .*"Draft", "In review", "Published"; "Done" is none of them/,
    ],
    ['needs to be told the option', { published: { ...mapped('Status'), values: null } }, /Say which of them count/],
    [
      'is a box, not an option',
      { restricted: { ...mapped('Restricted'), values: ['Yes'] } },
      /a checkbox\. Leave out the values/,
    ],
  ])('names the property that %s', async (_, part, message) => {
    const found = await problems(aMapping(part))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(message)
  })

  test('names the data source that isn’t there for the connection', async () => {
    const { client } = await aNotion()
    const unknown = '2b1a7c55-0d1e-80aa-9c0f-0000000000ff'
    await expect(checkMapping(client, unknown, defaultMapping)).rejects.toThrow(
      /Share the database with the connection/,
    )
  })

  test('names the data source of a database whose id was given instead', async () => {
    const { notion, client } = await aNotion()
    const { id, databaseId } = notion.dataSource
    await expect(checkMapping(client, databaseId, defaultMapping)).rejects.toThrow(`${id} (Postmortems)`)
  })
})

describe('a figure of a page', () => {
  async function read(
    name: string,
    type: string,
    value: PlainValue,
    kind: 'number' | 'duration' | 'money' = 'duration',
  ) {
    const properties = { ...aDataSource().properties, Figure: { type } }
    const facts = { [name]: { property: 'Figure', isOptional: false, kind, unit: 'minutes' as const } }
    const { notion, source } = await aSource({
      dataSources: [aDataSource({ properties })],
      mapping: aMapping({ facts }),
    })
    const values = { Status: 'Published', Figure: value }
    const { id } = notion.workspace.put({ title: 'A page', markdown: 'Text.', properties: values })
    const item = await only(source)
    return { id, item, facts: 'document' in item ? item.document.facts : said(item) }
  }

  test.each<[string, PlainValue, unknown]>([
    ['number', 95, { duration_minutes: 95 }],
    ['number', null, {}],
    ['rich_text', '1h 20m', { duration_minutes: 80 }],
    ['rich_text', ' n/a ', {}],
    ['formula', { type: 'number', number: 12.5 }, { duration_minutes: 12.5 }],
    ['formula', { type: 'string', string: '95 min' }, { duration_minutes: 95 }],
    ['formula', { type: 'string', string: null }, {}],
    ['rollup', { type: 'number', number: 40, function: 'sum' }, { duration_minutes: 40 }],
    [
      'rollup',
      { type: 'array', array: [{ type: 'number', number: 7 }], function: 'show_original' },
      { duration_minutes: 7 },
    ],
    ['rollup', { type: 'array', array: [], function: 'show_original' }, {}],
  ])('is read from a %s that holds %j', async (type, value, expected) => {
    expect((await read('duration_minutes', type, value)).facts).toEqual(expected)
  })

  test.each<[string, PlainValue]>([
    ['rich_text', 'the whole afternoon'],
    ['number', -5],
    ['rich_text', '9'.repeat(400)],
    ['formula', { type: 'boolean', boolean: true }],
    ['rollup', { type: 'unsupported', unsupported: {}, function: 'sum' }],
    [
      'rollup',
      {
        type: 'array',
        array: [
          { type: 'number', number: 7 },
          { type: 'number', number: 8 },
        ],
        function: 'show_original',
      },
    ],
  ])(
    'that a %s with %j can’t give makes the page unreadable, by its address and the property’s name',
    async (type, value) => {
      const { id, facts } = await read('duration_minutes', type, value)
      expect(facts).toBe(
        `https://www.notion.so/${id.replaceAll('-', '')}: the property "Figure" holds what is no duration, as 95 or "1h 35m".`,
      )
    },
  )

  test('in a currency is refused in another one', async () => {
    expect((await read('gmv_loss_eur', 'rich_text', '€ 1.2M', 'money')).facts).toEqual({ gmv_loss_eur: 1_200_000 })
    expect((await read('gmv_loss_eur', 'rich_text', '$1.2M', 'money')).facts).toContain('no money')
  })
})

describe('quantities in a text', () => {
  test.each([
    ['1200', 1200],
    ['1,200', 1200],
    ['1 200', 1200],
    ['1.200.000', 1_200_000],
    ['1,234.5', 1234.5],
    ['12,5', 12.5],
    ['0.125', 0.125],
    ['~ 1,200 customers', 1200],
    ['about 3k users', 3000],
    ['2 million', 2_000_000],
    ['1.200', null],
    ['10-20', null],
    ['1,20,3', null],
    ['some', null],
    ['', null],
  ])('%j is the number %j', (text, number) => {
    expect(readNumber(text)).toBe(number)
  })

  test.each([
    ['95 min', 95],
    ['95', 95],
    ['1h 20m', 80],
    ['1h20m', 80],
    ['1 hour and 20 minutes', 80],
    ['1.5 hours', 90],
    ['2 days, 1 h', 2_940],
    ['90 s', 1.5],
    ['1:20', 80],
    ['01:20:30', 80.5],
    ['approx. 2 hrs', 120],
    ['1-2 hours', null],
    ['20 months', null],
    ['yesterday', null],
  ])('%j lasts %j minutes', (text, minutes) => {
    expect(readDuration(text, 'minutes')).toBe(minutes)
  })

  test('a bare number may count hours', () => {
    expect(readDuration('1.5', 'hours')).toBe(90)
    expect(readDuration('30 min', 'hours')).toBe(30)
  })

  test.each([
    ['€1,200.50', 1200.5],
    ['1.2M EUR', 1_200_000],
    ['300k euros', 300_000],
    ['1200', 1200],
    ['$300', null],
    ['€300 ($330)', null],
  ])('%j is %j in euros', (text, amount) => {
    expect(readMoney(text, 'eur')).toBe(amount)
  })
})
