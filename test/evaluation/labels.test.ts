import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readLabels } from '../../src/evaluation/labels.ts'
import { aFolder } from '../support/a-workshop.ts'

async function labelsOf(csv: string): Promise<ReturnType<typeof readLabels>> {
  return readLabels(path.join(await aFolder({ 'labels.csv': csv }), 'labels.csv'))
}

const columns = 'slug,tech_causal,tech_mentioned_only,theme\n'

test('labels are read with their lists', async () => {
  expect(await labelsOf(`${columns}a,kafka; redis ;,s3,pool\nb,,,\n`)).toEqual([
    { slug: 'a', causal: ['kafka', 'redis'], mentioned: ['s3'], theme: 'pool' },
    { slug: 'b', causal: [], mentioned: [], theme: '' },
  ])
})

test('labels may lack a theme, have more columns, quotes and empty lines', async () => {
  const csv = 'note,slug,tech_causal,tech_mentioned_only\n"one, ""two""\nlines",a,kafka,\n\n'
  expect(await labelsOf(csv)).toEqual([{ slug: 'a', causal: ['kafka'], mentioned: [], theme: '' }])
})

test('the labels of the examples are read', () => {
  const labels = readLabels('examples/labels.csv')
  expect(labels).toHaveLength(40)
  expect(new Set(labels.map((label) => label.slug)).size).toBe(40)
  expect(labels.filter((label) => label.theme !== '').length).toBeGreaterThan(10)
})

describe('a mistake is named with the file and what is wrong:', () => {
  test.each([
    ['a column that is missing', 'slug,tech_causal\na,kafka\n', 'tech_mentioned_only'],
    ['a document without a name', `${columns},kafka,,\n`, 'slug'],
  ])('%s', async (_, csv, words) => {
    await expect(labelsOf(csv)).rejects.toThrow(words)
    await expect(labelsOf(csv)).rejects.toThrow('labels.csv')
    await expect(labelsOf(csv)).rejects.toMatchObject({ name: 'UserError' })
  })
})
