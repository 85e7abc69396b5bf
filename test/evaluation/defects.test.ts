import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readLabels } from '../../src/evaluation/labels.ts'
import { aFolder } from '../support/a-workshop.ts'

const columns = 'slug,tech_causal,tech_mentioned_only,theme\n'

async function fileOf(csv: string | Uint8Array): Promise<string> {
  return path.join(await aFolder({ 'labels.csv': csv }), 'labels.csv')
}

describe('a mistake is named with the file and what is wrong:', () => {
  test.each([
    ['a line with too few columns', `${columns}a,kafka\n`],
    ['a quote that is not closed', `${columns}a,"kafka,,\n`],
    ['a document that is labelled twice', `${columns}a,kafka,,\na,redis,,\n`],
  ])('%s', async (_, csv) => {
    const file = await fileOf(csv)
    expect(() => readLabels(file)).toThrow(expect.objectContaining({ name: 'UserError' }))
    expect(() => readLabels(file)).toThrow('labels.csv')
  })

  test('a file that is not there', () => {
    expect(() => readLabels('/nowhere/labels.csv')).toThrow(expect.objectContaining({ name: 'UserError' }))
  })
})

test('a file that a spreadsheet saved with a byte order mark is read', async () => {
  expect(readLabels(await fileOf(`\ufeff${columns}a,kafka,,\n`))).toMatchObject([{ slug: 'a', causal: ['kafka'] }])
})

test('names are compared without the white space around them', async () => {
  expect(readLabels(await fileOf(`${columns} a ,kafka,, pool \n`))).toMatchObject([{ slug: 'a', theme: 'pool' }])
})
