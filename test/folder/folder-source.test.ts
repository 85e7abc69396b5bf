import { symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { SourceDocument, SourceItem } from '../../src/domain.ts'
import { UserError } from '../../src/errors.ts'
import { folderSource, readFileItem } from '../../src/folder/folder-source.ts'
import { aFolder } from '../support/a-workshop.ts'

const text = 'Quartz throttled the writes of the checkout.'

async function itemsOf(folder: string): Promise<SourceItem[]> {
  return Array.fromAsync(folderSource(folder).items())
}

/** The only item of a folder with this one file. */
async function itemOf(content: string | Uint8Array, name = 'outage.md'): Promise<SourceItem | undefined> {
  return (await itemsOf(await aFolder({ [name]: content })))[0]
}

async function documentOf(content: string | Uint8Array, name?: string): Promise<SourceDocument> {
  const item = await itemOf(content, name)
  if (!item || !('document' in item)) throw new Error(`no document: ${JSON.stringify(item)}`)
  return item.document
}

const headed = (front: string): string => `---\n${front}\n---\n${text}\n`

describe('a file that can not be read is an item with the reason:', () => {
  const unreadable: readonly [string, string | Uint8Array, string][] = [
    ['an empty one', '', 'empty'],
    ['one of white space', ' \n\t\n\u00a0\n', 'empty'],
    ['one of a byte order mark', '\ufeff', 'empty'],
    ['one of front matter alone', '---\ntitle: Outage\n---\n', 'empty'],
    ['a binary one', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x00, 0x1a, 0x0a, 0x00]), 'binary'],
    ['one with a NUL character', `${text}\u0000`, 'binary'],
    ['one in Latin-1', Buffer.from('Gro\u00dfe St\u00f6rung', 'latin1'), 'UTF-8'],
    ['UTF-8 that is cut off', Buffer.from('Störung 🔥').subarray(0, -1), 'UTF-8'],
    ['UTF-16 that is cut off', Buffer.from('\ufeffab', 'utf16le').subarray(0, -1), 'UTF-8'],
    ['one of 5 MB', 'a '.repeat(2_500_000), '5.0 MB is too large'],
    ['front matter that is no YAML', headed('title: "unclosed'), 'front matter is not valid YAML'],
    ['front matter with a key twice', headed('title: a\ntitle: b'), 'front matter is not valid YAML'],
    ['front matter that is a list', headed('- title\n- date'), 'front matter'],
  ]

  test.each(unreadable)('%s', async (_, content, words) => {
    expect(await itemOf(content)).toEqual({
      sourceId: 'outage.md',
      revision: expect.any(String),
      unreadable: expect.stringContaining(words),
    })
  })

  test.each([
    ['title', 'title: [a, b]'],
    ['date', 'date: next week'],
    ['date', 'date: 20240305'],
    ['published', 'published: maybe'],
    ['draft', 'draft: 1'],
    ['severity', 'severity: { level: 1 }'],
    ['url', 'url: javascript:alert(1)'],
    ['url', 'url: wiki'],
    ['restricted', 'restricted: sometimes'],
    ['owner_team', 'owner_team: [a]'],
    ['people', 'people: Ottilie'],
    ['facts', 'facts: many'],
    ['facts.minutes', 'facts: { minutes: ten }'],
    ['facts.minutes', 'facts: { minutes: .inf }'],
  ])('a field of the wrong type, which it names: %s', async (field, front) => {
    const item = await itemOf(headed(front))
    expect(item).toMatchObject({ unreadable: expect.stringMatching(new RegExp(`^front matter: ${field} .+`)) })
    expect(JSON.stringify(item)).not.toContain(text)
  })

  test('several wrong fields are named at once', async () => {
    expect(await itemOf(headed('draft: 1\nseverity: [1]'))).toMatchObject({
      unreadable: expect.stringMatching(/draft .+; severity .+/),
    })
  })
})

describe('a file is read whatever it is saved as:', () => {
  const front = `---\ntitle: Störung\nseverity: SEV2\n---\n`
  const plain = `${front}${text}\n\nEs dauerte. 🔥\n`
  const big = Buffer.from(`\ufeff${plain}`, 'utf16le').swap16()

  test.each([
    ['UTF-8', plain],
    ['UTF-8 with a byte order mark', `\ufeff${plain}`],
    ['UTF-16, little endian', Buffer.from(`\ufeff${plain}`, 'utf16le')],
    ['UTF-16, big endian', big],
    ['with Windows line ends', plain.replaceAll('\n', '\r\n')],
    ['without a last line end', plain.trimEnd()],
  ])('%s', async (_, content) => {
    const document = await documentOf(content)
    expect(document).toMatchObject({ title: 'Störung', severity: 'SEV2', restricted: false })
    expect(document.body.trim()).toBe(`${text}\n\nEs dauerte. 🔥`)
  })
})

describe('what a document says of itself', () => {
  test('is taken from its front matter', async () => {
    const front = [
      'title: The checkout was slow',
      'date: 2024-03-05',
      'published: 2024-03-15',
      'severity: SEV2',
      'url: https://wiki.example/checkout',
      'owner_team: team-basket',
      'people: [Ottilie Wombat]',
      'duration_minutes: 47',
      'note: not a number',
      'facts: { revenue_eur: 12.5 }',
    ]
    expect(await documentOf(headed(front.join('\n')))).toEqual({
      title: 'The checkout was slow',
      body: `${text}\n`,
      incidentDate: '2024-03-05',
      publishedOn: '2024-03-15',
      severity: 'SEV2',
      url: 'https://wiki.example/checkout',
      ownerTeam: 'team-basket',
      people: ['Ottilie Wombat'],
      facts: { duration_minutes: 47, revenue_eur: 12.5 },
      restricted: false,
    })
  })

  test('is little when it has none', async () => {
    expect(await documentOf(text)).toEqual({ title: 'outage', body: text, people: [], facts: {}, restricted: false })
  })

  test('is none of its rules of dashes', async () => {
    const body = `${text}\n\n---\n\ntitle: no front matter\n\n---\n`
    expect(await documentOf(body)).toMatchObject({ title: 'outage', body })
  })

  test.each([
    ['title: 503', '# Heading', '503'],
    ['severity: SEV2', '# The heading #', 'The heading'],
    ['severity: SEV2', '## The second level', 'The second level'],
    ['severity: SEV2', '### The third level', 'outage'],
  ])('with %s and %s has the title %3$s', async (front, heading, title) => {
    expect(await documentOf(`---\n${front}\n---\n${heading}\n\n${text}\n`)).toMatchObject({ title })
  })

  test.each([
    ['in its front matter', 'outage.md', headed('date: 2024-03-05'), '2024-03-05'],
    ['with a time', 'outage.md', headed('date: 2024-03-05T23:30:00+02:00'), '2024-03-05'],
    ['in words', 'outage.md', headed('date: 5 March 2024'), '2024-03-05'],
    ['before the one of its name', '2023-01-01-outage.md', headed('date: 2024-03-05'), '2024-03-05'],
    ['in its name', '2024-03-05-outage.md', text, '2024-03-05'],
    ['in its name without dashes', '20240305-outage.md', text, '2024-03-05'],
    ['in its name with low lines', '2024_03_05 outage.md', text, '2024-03-05'],
    ['in its name before the one of its text', '2024-03-05.md', `On 2023-01-01 ${text}`, '2024-03-05'],
    ['in its text', 'outage.md', `On 5 March 2024 ${text}`, '2024-03-05'],
    ['in the name of its folder: no', '2024-03-05/outage.md', text, undefined],
    ['far down in its text: no', 'outage.md', `${'word '.repeat(500)} 2024-03-05`, undefined],
    ['nowhere', 'outage.md', text, undefined],
  ])('has a date %s', async (_, name, content, date) => {
    expect((await documentOf(content, name)).incidentDate).toBe(date)
  })

  test.each(['restricted: true', 'restricted: true\ntitle: Secret\ndate: 2024-03-05'])(
    'can be that it is restricted: %j',
    async (front) => {
      expect(await documentOf(headed(front))).toMatchObject({ restricted: true })
    },
  )

  test.each(['draft: true', 'published: false', 'published: false\nrestricted: true'])(
    'can be that it is not published yet, with %j: then it is no item',
    async (front) => {
      expect(await itemsOf(await aFolder({ 'outage.md': headed(front) }))).toEqual([])
    },
  )

  test.each(['draft: false', 'published: true', 'published: 2024-03-15'])(
    'can be that it is published: %s',
    async (front) => {
      expect(await documentOf(headed(front))).toMatchObject({ body: `${text}\n` })
    },
  )
})

describe('a folder', () => {
  test('holds the Markdown files in it and below it, in the order of their paths', async () => {
    const folder = await aFolder({ 'b.md': text, 'a/z.markdown': text, 'a/b/c.TXT': text, 'a.md': text })
    expect((await itemsOf(folder)).map((item) => item.sourceId)).toEqual(['a.md', 'a/b/c.TXT', 'a/z.markdown', 'b.md'])
  })

  test('holds neither hidden files nor other endings nor links', async () => {
    const elsewhere = await aFolder({ 'linked.md': text })
    const folder = await aFolder({
      '.hidden.md': text,
      '.git/notes.md': text,
      'a/.b/c.md': text,
      'image.png': text,
      'page.html': text,
      md: text,
      README: text,
      'notes.md.bak': text,
      'folder.md/kept.md': text,
    })
    await symlink(path.join(elsewhere, 'linked.md'), path.join(folder, 'link.md'))
    await symlink(elsewhere, path.join(folder, 'linked-folder'))
    await symlink(path.join(folder, 'nowhere.md'), path.join(folder, 'broken.md'))
    expect((await itemsOf(folder)).map((item) => item.sourceId)).toEqual(['folder.md/kept.md'])
  })

  test('that is hidden itself is read', async () => {
    const folder = await aFolder({ '.notes/a.md': text })
    expect(await itemsOf(path.join(folder, '.notes'))).toHaveLength(1)
  })

  test.each([
    'with spaces.md',
    'ünïcödé 日本 🔥.md',
    `it's "quoted".md`,
    'new\nline.md',
    'back\\slash.md',
    '%20 & $HOME.md',
    '-rf.md',
  ])('holds a file named %j', async (name) => {
    expect(await itemsOf(await aFolder({ [name]: text }))).toEqual([
      { sourceId: name, revision: expect.any(String), document: expect.objectContaining({ body: text }) },
    ])
  })

  test('without any Markdown file holds nothing', async () => {
    expect(await itemsOf(await aFolder())).toEqual([])
  })

  test('that is not there or is a file is refused with what to do', async () => {
    const folder = await aFolder({ 'a.md': text })
    for (const wrong of [path.join(folder, 'nowhere'), path.join(folder, 'a.md')]) {
      const read = itemsOf(wrong)
      await expect(read).rejects.toThrow(UserError)
      await expect(read).rejects.toThrow(wrong)
      await expect(read).rejects.toThrow('POSTMORTEMS_FOLDER')
    }
  })

  test('is named by its full path, however it is written', () => {
    const name = `folder:${path.resolve('test')}`
    expect(folderSource('test').name).toBe(name)
    expect(folderSource('./test/../test/').name).toBe(name)
  })
})

describe('a revision', () => {
  test('stays the same as long as the bytes do, wherever the file is', async () => {
    const [first, second] = [await itemOf(headed('severity: 1')), await itemOf(headed('severity: 1'), 'b.md')]
    expect(first?.revision).toBe(second?.revision)
  })

  test('changes with the front matter, the text and what can not be read', async () => {
    const contents = [
      headed('severity: 1'),
      headed('severity: 2'),
      `${headed('severity: 1')}.`,
      '',
      '\u0000',
      '\u0000\u0000',
    ]
    const revisions = await Promise.all(contents.map(async (content) => (await itemOf(content))?.revision))
    expect(new Set(revisions).size).toBe(contents.length)
  })
})

describe('a single file', () => {
  test('is read by its path, whatever its ending', async () => {
    const folder = await aFolder({ 'notes.text': headed('title: Notes') })
    expect(await readFileItem(path.join(folder, 'notes.text'))).toMatchObject({
      sourceId: 'notes.text',
      document: { title: 'Notes' },
    })
  })

  test('that is a draft is none', async () => {
    const folder = await aFolder({ 'a.md': headed('draft: true') })
    expect(await readFileItem(path.join(folder, 'a.md'))).toBeNull()
  })

  test('that changed is read anew', async () => {
    const folder = await aFolder({ 'a.md': text })
    const before = await readFileItem(path.join(folder, 'a.md'))
    await writeFile(path.join(folder, 'a.md'), `${text} Again.`)
    expect((await readFileItem(path.join(folder, 'a.md')))?.revision).not.toBe(before?.revision)
  })
})
