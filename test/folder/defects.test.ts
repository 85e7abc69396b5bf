import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { SourceItem } from '../../src/domain.ts'
import { folderSource } from '../../src/folder/folder-source.ts'
import { aFolder } from '../support/a-workshop.ts'

const text = 'Quartz throttled the writes of the checkout.'

async function itemsOf(folder: string): Promise<SourceItem[]> {
  return Array.fromAsync(folderSource(folder).items())
}

async function itemOf(content: string | Uint8Array, name = 'outage.md'): Promise<SourceItem | undefined> {
  return (await itemsOf(await aFolder({ [name]: content })))[0]
}

describe('a document that says that it is restricted is never read as one that is not', () => {
  test.each([
    ['when its front matter is not closed', `---\nrestricted: true\n\n${text}\n`],
    ['when an empty line stands before its front matter', `\n---\nrestricted: true\n---\n${text}\n`],
    ['when a value above ends in dashes', `---\ntitle: The outage ---\nrestricted: true\n---\n${text}\n`],
    ['when the field is written with a capital', `---\nRestricted: true\n---\n${text}\n`],
    ['when its line ends are carriage returns', `---\rrestricted: true\r---\r${text}\r`],
  ])('%s', async (_, content) => {
    const item = await itemOf(content)
    const isOpen = item !== undefined && 'document' in item && !item.document.restricted
    expect(isOpen).toBe(false)
  })
})

test.each(['title:', 'severity:', 'date:', 'url:', 'people:', 'facts:', 'severity: ~'])(
  'a field that a template left empty is not stated, and no reason to refuse the document: %s',
  async (front) => {
    expect(await itemOf(`---\n${front}\n---\n${text}\n`)).toHaveProperty('document')
  },
)

describe('a day that is not in the calendar', () => {
  test.each(['2024-02-31', '2023-02-29', '2024-04-31', '2024-01-00', '0000-01-01'])(
    'in the front matter is named: %s',
    async (day) => {
      expect(await itemOf(`---\ndate: ${day}\n---\n${text}\n`)).toMatchObject({
        unreadable: expect.stringContaining('date'),
      })
    },
  )

  test.each(['2024-02-31', '2024-01-00'])('in a file name or a text is none: %s', async (day) => {
    for (const item of [await itemOf(text, `${day}-outage.md`), await itemOf(`On ${day} ${text}`)])
      expect(item).toMatchObject({ document: expect.not.objectContaining({ incidentDate: expect.anything() }) })
  })
})

describe('one file does not keep the others from being read', () => {
  test('when its front matter is a YAML alias bomb', async () => {
    const levels = ['a: &a [x]', ...'bcdefghi'].map((name, index, all) => {
      const before = index === 1 ? 'a' : all[index - 1]
      return index === 0 ? name : `${name}: &${name} [${Array(10).fill(`*${before}`).join(', ')}]`
    })
    const folder = await aFolder({ 'a.md': `---\n${levels.join('\n')}\n---\n${text}`, 'b.md': text })
    expect(await itemsOf(folder)).toMatchObject([
      { sourceId: 'a.md', unreadable: expect.any(String) },
      { sourceId: 'b.md' },
    ])
  })

  test('when its name is not UTF-8', async () => {
    const folder = await aFolder({ 'a.md': text })
    await writeFile(Buffer.concat([Buffer.from(`${folder}/b`), Buffer.from([0xfc]), Buffer.from('.md')]), text)
    expect(await itemsOf(folder)).toMatchObject([
      { sourceId: 'a.md' },
      { sourceId: expect.stringMatching(/^b.+\.md$/) },
    ])
  })

  test('when it goes away while they are read', async () => {
    const folder = await aFolder({ 'a.md': text, 'b.md': text, 'c.md': text })
    const read: string[] = []
    for await (const { sourceId } of folderSource(folder).items()) {
      read.push(sourceId)
      if (sourceId === 'a.md') await rm(path.join(folder, 'b.md'))
    }
    expect(read).toEqual(expect.arrayContaining(['a.md', 'c.md']))
  })
})

test('the text of a document has no characters that a database refuses', async () => {
  const item = await itemOf(Buffer.from(`\ufeff# Outage\n\n${text}\u0000\n`, 'utf16le'))
  expect(JSON.stringify(item && 'document' in item ? item.document : item)).not.toContain('\\u0000')
})

test('the reason why a document can not be read holds none of its words', async () => {
  expect(JSON.stringify(await itemOf(`---\nowner: *wombat\n---\n${text}`))).not.toContain('wombat')
})
