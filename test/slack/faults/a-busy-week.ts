import { rm } from 'node:fs/promises'
import path from 'node:path'
import { vi } from 'vitest'
import { mapPostmortemJob } from '../../../src/jobs/map-postmortem.ts'
import { publishDigestJob } from '../../../src/jobs/publish-digest.ts'
import { pendingJobs } from '../../../src/jobs/queue.ts'
import { reconcileVotesJob } from '../../../src/jobs/reconcile-votes.ts'
import { syncSourceJob } from '../../../src/jobs/sync-source.ts'
import type { Message } from '../../../src/workspace/model.ts'
import { alice, bob, carol, postmortems, quartzRoom, type RunningFront } from '../../support/a-front.ts'
import { messagesIn, textOf } from '../../support/shown-text.ts'
import { keyOf, put, untilDone } from './until-done.ts'

/** Of each document the service that failed and the technologies to blame. No two read alike, so that likeness has an order. */
const documents: Readonly<Record<string, readonly [string, ...Technology[]]>> = {
  'a.md': ['checkout', 'Quartz'],
  'b.md': ['search', 'Basalt', 'Quartz'],
  'c.md': ['basket', 'Basalt'],
  'd.md': ['login page', 'Granite', 'Basalt'],
  'e.md': ['stock', 'Granite'],
  'f.md': ['mail', 'Basalt', 'Granite'],
}

const failures = {
  Quartz: ['throttled the writes of', 'partitions'],
  Basalt: ['lost half of the messages to', 'brokers'],
  Granite: ['refused every connection from', 'pool of connections'],
} as const
type Technology = keyof typeof failures

function aDocument(name: string, head: string): string {
  const [service = '', ...technologies] = documents[name] ?? []
  const accounts = technologies.map((technology) => {
    const [failed, part] = failures[technology as Technology]
    return `${technology} ${failed} the ${service}. Nobody watched the ${part} of ${technology}. For the ${service} the ${part} of ${technology} had to grow.`
  })
  return `---\ntitle: The ${service} was slow\n${head}\n---\n${accounts.join('\n\n')}\n`
}

/** What goes wrong; in a calm week nothing. */
export type Weather = {
  /** The app loses its connection, if it has one. */
  interrupt(): void
  end(): void
}

/**
 * Postmortems are published, edited and withdrawn while people judge them, change their minds and ask. The same comes of
 * every such week: nobody waits for anything but to see the message that it is about, and votes are read again at its end.
 */
export async function aBusyWeek(front: RunningFront, weather: Weather): Promise<{ phantoms: string[] }> {
  const { people, workspace, folder } = front
  const { changes } = workspace.state
  const judge = eagerly(front)
  changes.on('change', judge)
  for (const name of Object.keys(documents)) await published(front, name, 'date: 2024-03-05')
  await untilDone(front)
  changes.off('change', judge)

  weather.interrupt()
  workspace.deliveries.hold()
  for (const message of saidIn(front)) changeMinds(front, message)
  for (const message of saidIn(front)) await pressed(front, message)
  await untilDone(front)

  await published(front, 'b.md', 'date: 2024-03-06\nseverity: SEV1')
  people.say(alice, quartzRoom, `<@${workspace.botUserId}> patterns quartz`, people.history(quartzRoom)[0]?.ts)
  people.say(bob, postmortems, `<@${workspace.botUserId}> opportunities basalt`)
  people.say(carol, people.directMessage(carol), 'similar the writes of the checkout were throttled')
  await untilDone(front)

  weather.interrupt()
  await rm(path.join(folder, 'c.md'))
  await put(front, {})
  await untilDone(front)

  weather.end()
  await untilDone(front)
  const phantoms = await phantomsIn(front)
  await front.workshop.boss.send(reconcileVotesJob.name, {})
  await untilDone(front)
  return { phantoms }
}

/** Thumbs that the app believes in and that do not stand on the message. */
async function phantomsIn(front: RunningFront): Promise<string[]> {
  const { rows } = await front.pool.query<{ sign: string }>(
    `select ts || ' ' || voter || ' ' || name as sign from reactions join posts on key = post_key
     where is_present and name not like 'button:%'`,
  )
  const standing = saidIn(front).flatMap(({ ts, reactions }) =>
    reactions.flatMap(({ name, users }) => users.map((user) => `${ts} ${user} ${name}`)),
  )
  return rows.map(({ sign }) => sign).filter((sign) => !standing.includes(sign))
}

/** Everything that stands in Slack and every vote, by what they are about: ids of events are new in every week. */
export async function outcomeOf(front: RunningFront) {
  const { rows: votes } = await front.pool.query<{ key: string; voter: string; vote: string }>(
    'select post_key as key, voter, vote from votes',
  )
  return {
    said: inOrder(
      saidIn(front).map((message) => ({
        what: withoutIds(keyOf(message) ?? ''),
        thread: threadOf(front, message),
        text: textOf(message),
      })),
    ),
    votes: inOrder(votes.map((vote) => ({ ...vote, key: withoutIds(vote.key) }))),
  }
}

/** What the app says wherever it is, direct messages included. */
export function saidIn(front: Pick<RunningFront, 'people' | 'workspace'>): readonly Message[] {
  const channels = front.workspace.state.channels()
  return channels.flatMap(({ id }) => messagesIn(front, id)).filter((message) => keyOf(message) !== null)
}

/** The message that begins its thread: what it is if the app said it, else its words. */
function threadOf({ workspace }: RunningFront, { channelId, threadTs }: Message): string | null {
  const parent = threadTs === null ? undefined : workspace.state.message(channelId, threadTs)
  return parent ? withoutIds(keyOf(parent) ?? parent.text.replace(/<@\w+>/, '@lode')) : null
}

const withoutIds = (key: string): string =>
  key.replace(/^(report|opportunities|reply):\w+/, '$1').replace(/(?<=opportunity:)\d+/, '')

const inOrder = <T>(things: readonly T[]): T[] =>
  [...things].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

/** Puts a document into the folder and waits until all is known of it that will be said. */
async function published(front: RunningFront, name: string, head: string): Promise<void> {
  await put(front, { [name]: aDocument(name, head) })
  const names = [syncSourceJob, mapPostmortemJob, publishDigestJob].map((job) => job.name)
  await vi.waitUntil(async () => (await pendingJobs(front.pool, names)) === 0, { timeout: 100_000, interval: 10 })
}

/** A number that is the same for the same message in every week. */
const lotOf = (message: Message): number =>
  [...withoutIds(keyOf(message) ?? '')].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)

/** People judge what they see as soon as it stands there, often before the app has heard that it does. */
function eagerly(front: RunningFront): () => void {
  const seen = new Set<string>()
  return () => {
    for (const message of saidIn(front)) {
      const { channelId, ts } = message
      if (seen.has(ts)) continue
      seen.add(ts)
      const lot = lotOf(message)
      if (lot % 2 === 0) front.people.react(bob, channelId, ts, '+1')
      if (lot % 3 === 0) front.people.react(carol, channelId, ts, '-1')
      if (lot % 6 === 0) front.people.react(carol, channelId, ts, 'thumbsup')
    }
  }
}

function changeMinds({ people }: RunningFront, message: Message): void {
  const { channelId, ts } = message
  const lot = lotOf(message)
  if (lot % 4 === 0) people.unreact(bob, channelId, ts, '+1')
  if (lot % 4 === 0) people.react(bob, channelId, ts, '-1::skin-tone-3')
  if (lot % 5 === 0) people.unreact(carol, channelId, ts, '-1')
  people.react(carol, channelId, ts, '+1::skin-tone-2')
  people.unreact(carol, channelId, ts, '+1::skin-tone-2')
  people.react(alice, channelId, ts, lot % 2 === 0 ? '+1' : 'thumbsdown')
}

/** Somebody presses a thumb, again and again while the app does not answer. */
async function pressed({ people }: RunningFront, message: Message): Promise<void> {
  const { channelId, ts, blocks } = message
  if (lotOf(message) % 3 !== 1 || !blocks.some(({ type }) => type === 'context_actions')) return
  await vi.waitUntil(async () => (await people.click(carol, channelId, ts, 'vote', 'up')) === 'acknowledged', {
    timeout: 100_000,
    interval: 50,
  })
}
