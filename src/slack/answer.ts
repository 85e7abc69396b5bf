import type { DigestContent } from '../content.ts'
import { publishMatrix } from '../jobs/matrix.ts'
import { takeQuestion } from '../jobs/questions.ts'
import { similarToAddress, similarToPostmortem, similarToWords } from '../jobs/similar-incidents.ts'
import { named } from '../pipeline/digest-contents.ts'
import type { OnRecord } from '../pipeline/filter.ts'
import { resolveFilter } from '../pipeline/filter.ts'
import { findTechnology, nearTechnologies } from '../pipeline/technologies.ts'
import type { ReplyContent } from '../reply-content.ts'
import { technologyCounts } from '../store/digests.ts'
import { onRecord } from '../store/on-record.ts'
import { postAt } from '../store/posts.ts'
import { counted, narrowedWords } from '../words.ts'
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
  const known = await onRecord(front.workshop.database.pool)
  if (findTechnology(front.workshop.technologies, readName(request.words, known)))
    return ask(front, 'report', request.words, request)
  return {
    kind: 'note',
    text: `I don’t know what “${first.slice(0, 40)}” means. Try help, status, similar, curate, or the name of a technology.`,
  }
}

function readName(words: string, known: OnRecord): string {
  const typed = readTyped(words, new Date(0), known)
  return 'name' in typed ? typed.name : words
}

type Fold = 'report' | 'opportunities'

/** Reads what was typed, and asks. */
async function ask(front: Front, kind: Fold, text: string, request: Request): Promise<Answer> {
  const { database, now } = front.workshop
  const known = await onRecord(database.pool)
  const typed = readTyped(text, now(), known)
  if ('problem' in typed) return { kind: 'note', text: typed.problem }
  const filter = resolveFilter(typed.filter, known)
  return 'problem' in filter
    ? { kind: 'note', text: filter.problem }
    : askFold(front, kind, { ...typed, filter }, request)
}

/** Takes a question for the fold, and says what will happen. */
export async function askFold(
  front: Front,
  kind: Fold,
  typed: Typed,
  request: Omit<Request, 'words'>,
): Promise<Answer> {
  const { workshop, access } = front
  const { technologies } = workshop
  if (kind === 'report' && typed.name.toLowerCase() === 'all') return askAll(front, typed, request)
  const technology = findTechnology(technologies, typed.name)
  if (!technology) return choice(front, kind, typed.name)
  const obstacle = await access.obstacle(request.channel)
  if (obstacle !== null) return { kind: 'note', text: obstacle }
  const { person: askedBy, channel, threadTs, id } = request
  const { name } = technology
  const { digests, isShared } = await takeQuestion(workshop, {
    kind,
    technology: named(technology.id, technologies),
    filter: typed.filter,
    refresh: typed.refresh,
    askedBy,
    channel,
    threadTs,
    id,
  })
  if (threadTs !== null && !isShared) return null
  if (digests === 0 && !isShared) {
    const narrowed = narrowedWords(typed.filter)
    return {
      kind: 'note',
      text: `No digest involves ${name}${narrowed === null ? ' yet' : ` in an incident ${narrowed}`}. The thread in this channel says so and shows the ledger.`,
    }
  }
  return { kind: 'note', text: isShared ? sharedText(name) : whatWillHappen(kind, name, digests, typed) }
}

/** The matrix of all technologies needs no fold: it stands in the channel at once. */
async function askAll(
  { workshop, access }: Front,
  { filter, refresh }: Typed,
  { channel, threadTs, id }: Omit<Request, 'words'>,
): Promise<Answer> {
  if (refresh) return { kind: 'note', text: 'All can’t be folded anew at once: name a technology with “refresh”.' }
  const obstacle = await access.obstacle(channel)
  if (obstacle !== null) return { kind: 'note', text: obstacle }
  await publishMatrix(workshop, { filter, channel, threadTs, id })
  if (threadTs !== null) return null
  return { kind: 'note', text: 'The failure patterns of all technologies are posted in this channel as a thread.' }
}

function sharedText(name: string): string {
  return `Somebody has just asked the same: the thread about ${name} in this channel is yours, too.`
}

function whatWillHappen(
  kind: 'report' | 'opportunities',
  name: string,
  digests: number,
  { filter, refresh }: Pick<Typed, 'filter' | 'refresh'>,
): string {
  const what = kind === 'report' ? 'one-pager' : 'opportunities'
  const how = refresh ? 'I fold them anew' : 'A stored answer comes at once, a new one as soon as it is folded'
  const from = [counted(digests, 'digest'), narrowedWords(filter)].filter((part) => part !== null).join(' ')
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
