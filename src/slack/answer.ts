import type { DigestContent } from '../content.ts'
import { takeQuestion } from '../jobs/questions.ts'
import { similarToAddress, similarToPostmortem, similarToWords } from '../jobs/similar-incidents.ts'
import { named } from '../pipeline/digest-contents.ts'
import { findTechnology, nearTechnologies } from '../pipeline/technologies.ts'
import type { ReplyContent } from '../reply-content.ts'
import { technologyCounts } from '../store/digests.ts'
import { postAt } from '../store/posts.ts'
import type { Front } from './front.ts'
import { curationContent, statusContent } from './overview.ts'
import { readTyped, type Typed } from './words-typed.ts'

/** Something asked in words, by command or by mention. `id` names it for ever; `threadTs` is where a mention stands. */
export type Request = {
  readonly words: string
  readonly person: string
  readonly channel: string
  readonly threadTs: string | null
  readonly id: string
}

/** What people can ask for, by its first word. */
const subjects: Readonly<Record<string, (front: Front, rest: string, request: Request) => Promise<Answer>>> = {
  patterns: (front, rest, request) => ask(front, 'report', rest, request),
  opportunities: (front, rest, request) => ask(front, 'opportunities', rest, request),
  similar: (front, rest) => similar(front, rest),
  status: ({ workshop }) => statusContent(workshop),
  curate: (front, _, request) => curationContent(front, request.person),
  help: async () => ({ kind: 'help' }),
}

/** A short answer now; null where what is folded arrives in the same thread and says all. */
export type Answer = null | ReplyContent | Extract<DigestContent, { kind: 'similar' }>

export async function answer(front: Front, request: Request): Promise<Answer> {
  const [first = '', ...rest] = request.words.trim().split(/\s+/)
  const subject = subjects[first.toLowerCase()]
  if (subject) return subject(front, rest.join(' '), request)
  if (first === '') return { kind: 'help' }
  // A technology alone is the question that people mean most.
  if (findTechnology(front.workshop.technologies, readName(request.words)))
    return ask(front, 'report', request.words, request)
  return {
    kind: 'note',
    text: `I don’t know what “${first.slice(0, 40)}” means. Try help, status, similar, curate, or the name of a technology.`,
  }
}

function readName(words: string): string {
  const typed = readTyped(words, new Date(0))
  return 'name' in typed ? typed.name : words
}

/** Takes a question for the fold, and says what will happen. */
async function ask(front: Front, kind: 'report' | 'opportunities', text: string, request: Request): Promise<Answer> {
  const { workshop, access } = front
  const { technologies, now } = workshop
  const typed = readTyped(text, now())
  if ('problem' in typed) return { kind: 'note', text: typed.problem }
  const technology = findTechnology(technologies, typed.name)
  if (!technology) return choice(front, kind, typed.name)
  const obstacle = await access.obstacle(request.channel)
  if (obstacle !== null) return { kind: 'note', text: obstacle }
  const { person: askedBy, channel, threadTs, id } = request
  const { name } = technology
  const { digests, isShared } = await takeQuestion(workshop, {
    kind,
    technology: named(technology.id, technologies),
    since: typed.since,
    refresh: typed.refresh,
    askedBy,
    channel,
    threadTs,
    id,
  })
  if (threadTs !== null && !isShared) return null
  if (digests === 0 && !isShared)
    return {
      kind: 'note',
      text: `No digest involves ${name}${typed.since === null ? ' yet' : ` in an incident since ${typed.since}`}. The thread in this channel says so and shows the ledger.`,
    }
  return { kind: 'note', text: isShared ? sharedText(name) : whatWillHappen(kind, name, digests, typed) }
}

function sharedText(name: string): string {
  return `Somebody has just asked the same: the thread about ${name} in this channel is yours, too.`
}

function whatWillHappen(
  kind: 'report' | 'opportunities',
  name: string,
  digests: number,
  { since, refresh }: Pick<Typed, 'since' | 'refresh'>,
): string {
  const what = kind === 'report' ? 'one-pager' : 'opportunities'
  const how = refresh ? 'I fold them anew' : 'A stored answer comes at once, a new one as soon as it is folded'
  const from = `${digests} digest${digests === 1 ? '' : 's'}${since === null ? '' : ` since ${since}`}`
  return `The ${what} of ${name}, from ${from}, will be posted in this channel as a thread. ${how}.`
}

/** All technologies that can be asked about, or the nearest to a name that none has. */
async function choice({ workshop }: Front, kind: 'report' | 'opportunities', name: string): Promise<ReplyContent> {
  const { database, technologies } = workshop
  const counts = await technologyCounts(database.pool)
  const unknown =
    name === ''
      ? null
      : {
          typed: name.slice(0, 60),
          suggestions: nearTechnologies(technologies, name).map(({ id }) => named(id, technologies)),
        }
  return {
    kind: 'technologies',
    unknown,
    question: kind === 'report' ? 'patterns' : 'opportunities',
    technologies: counts.map(({ technology, incidents, causal }) => ({
      ...named(technology, technologies),
      incidents,
      causal,
    })),
  }
}

const permalink = /\/archives\/([CGD][A-Z0-9]+)\/p(\d{10})(\d{6})/

/** Incidents like a text, a postmortem's address or one of our own messages. */
async function similar({ workshop }: Front, words: string): Promise<Answer> {
  if (words === '')
    return {
      kind: 'note',
      text: 'Describe an incident, or give the link of a postmortem: /lode similar connection pool exhausted after a deploy.',
    }
  const link = /^<?(https?:\/\/[^|>\s]+)(?:\|[^>]*)?>?$/.exec(words)?.[1]
  if (link === undefined) return { kind: 'similar', incidents: await similarToWords(workshop, words) }
  const [, channel, seconds, micros] = permalink.exec(link) ?? []
  const post = channel ? await postAt(workshop.database.pool, channel, `${seconds}.${micros}`) : null
  const found = post?.postmortemId
    ? await similarToPostmortem(workshop, post.postmortemId)
    : await similarToAddress(workshop, link)
  return found
    ? { kind: 'similar', incidents: found }
    : {
        kind: 'note',
        text: 'No digested postmortem has this address. Give its own link, or describe the incident in words.',
      }
}
