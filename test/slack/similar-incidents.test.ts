import { beforeEach, expect, test } from 'vitest'
import { offlineEmbedder } from '../../src/offline/offline-embedder.ts'
import { aFront, alice, carol, emptied, postmortems, type RunningFront } from '../support/a-front.ts'
import { aDocument, aQueue } from '../support/a-workshop.ts'
import { messageSaying, textOf, threadsIn, toldTo } from '../support/shown-text.ts'

const queue = await aQueue()
beforeEach(() => emptied(queue))

const link = (name: string): string => `https://wiki.example.com/${name}`
const incident = (name: string, date: string): string =>
  aDocument(['Quartz'], `date: ${date}\nurl: ${link(name)}`).replace('The checkout was slow', `Incident ${name}`)
const restricted = '---\ntitle: Incident secret\nrestricted: true\n---\nQuartz is a secret.\n'

/** Five incidents alike, of which one is withdrawn, one has become restricted and one is disputed. */
async function fiveAlike(): Promise<RunningFront> {
  const front = await aFront(queue)
  await front.publish({ 'disputed.md': incident('disputed', '2024-01-01') })
  await dispute(front)
  await front.publish({
    'open.md': incident('open', '2024-01-02'),
    'withdrawn.md': incident('withdrawn', '2024-01-03'),
    'secret.md': incident('secret', '2024-01-04'),
  })
  await front.publish({ 'withdrawn.md': null, 'secret.md': restricted })
  await front.publish({ 'new.md': incident('new', '2024-02-01') })
  return front
}

/** Alice, who curates, says that the first digest blames the wrong technology. */
async function dispute(front: RunningFront): Promise<void> {
  const { ts } = messageSaying(front, postmortems, 'quartz was the root cause.')
  await front.people.shortcut(alice, postmortems, ts, 'wrong_attribution')
  await front.settled()
  await front.people.submit(alice, front.people.openModal(alice)?.id ?? '', { words: 'It was the network.' })
  await front.settled()
}

async function similar(front: RunningFront, words: string): Promise<string> {
  await front.people.command(carol, postmortems, '/lode', `similar ${words}`)
  await front.settled()
  return toldTo(front, carol).at(-1) ?? ''
}

const incidentsIn = (text: string): string[] =>
  [...text.matchAll(/Incident (\w+)/g)].map(([, name]) => name ?? '').sort((a, b) => a.localeCompare(b))

test('a thread names none that is withdrawn, restricted or disputed, nor its own incident', async () => {
  const front = await fiveAlike()
  const thread = threadsIn(front, postmortems).find(([root]) => root?.includes('Incident new'))
  const told = thread?.filter((text) => text.startsWith('Similar incidents')).join('\n') ?? ''
  expect(incidentsIn(told)).toEqual(['open'])
})

test('/lode similar names none that is withdrawn, restricted or disputed, nor the incident that is asked about', async () => {
  const front = await fiveAlike()
  expect(incidentsIn(await similar(front, link('new')))).toEqual(['open'])
  expect(incidentsIn(await similar(front, link('open')))).toEqual(['new'])
  const root = front.people.history(postmortems).find((message) => textOf(message).includes('Incident new'))
  const place = `https://acme.slack.com/archives/${postmortems}/p${root?.ts.replace('.', '')}`
  expect(incidentsIn(await similar(front, place))).toEqual(['open'])
  expect(incidentsIn(await similar(front, 'quartz throttled the writes of the checkout'))).toEqual(['new', 'open'])
  for (const name of ['withdrawn', 'secret'])
    expect(await similar(front, link(name))).toContain('No digested postmortem')
})

test('/lode similar finds nothing by a word that only by accident lies where another does', async () => {
  const front = await aFront(queue)
  await front.publish({ 'a.md': incident('open', '2024-01-02') })
  const [digest = []] = await offlineEmbedder.embed([
    'Quartz throttled the writes of the checkout. Nobody watched the partitions of Quartz. The hot partition of Quartz was split.',
  ])
  const words = ['xyzzy', 'plugh', 'fnord', 'blorp'].flatMap((one) =>
    ['a', 'e', 'i', 'o', 'u'].flatMap((vowel) => [...letters].map((letter) => `${one}${vowel}${letter}`)),
  )
  const vectors = await offlineEmbedder.embed(words)
  const likeness = (vector: readonly number[]): number =>
    vector.reduce((sum, value, at) => sum + value * (digest[at] ?? 0), 0)
  const [accident = ''] = words.filter((_, index) => likeness(vectors[index] ?? []) > 0.1)
  expect(accident).not.toBe('')
  expect(await similar(front, accident)).toBe('No incident on record is like it.')
  expect(incidentsIn(await similar(front, `${accident} throttled`))).toEqual(['open'])
})

const letters = 'bcdfghjklmnpqrstvwxz'
