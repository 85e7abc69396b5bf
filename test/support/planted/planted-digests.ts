import type { Digest } from '../../../src/domain.ts'
import { seeded } from '../../../src/evaluation/corruptions.ts'
import { shuffled } from '../../../src/pipeline/audit.ts'
import { oneOffSentence, serviceNames } from './one-off-sentences.ts'
import { aspects, type PlantedTheme, readPlantedThemes } from './planted-themes.ts'

/** A digest that was written to belong to themes: usually one, sometimes two, or none. */
export type PlantedDigest = { readonly digest: Digest; readonly themes: readonly string[] }

export type Planting = {
  readonly digests: readonly PlantedDigest[]
  /** The ids of the digests of each theme, by the theme's id. */
  readonly members: ReadonlyMap<string, readonly number[]>
}

const technology = 'quartz'
const largest = 400
/** So many of all digests belong to a theme; so many of those to a second; so many retell one before in other words. */
const themedShare = 0.8
const overlapShare = 0.08
const retoldShare = 0.1

type Story = { readonly theme: PlantedTheme; readonly service: string; readonly aspects: readonly number[] }

/**
 * Synthetic digests with planted themes of 1 to 400 members, most of them small: what they share is told in one of four
 * wordings of each aspect, so that no two members need have a sentence in common. The same for the same seed. Their days
 * are spread over three years, and their ids count from 1 in random order.
 */
export function plantDigests(count: number, seed: number): Planting {
  const random = seeded(seed)
  const themes = shuffled(readPlantedThemes(), random)
  const sized = sizes(count, themes.length, random).map((size, index) => ({
    theme: themes[index] as PlantedTheme,
    size,
  }))
  const texts = sized.flatMap(({ theme, size }) => membersOf(theme, size, themes.slice(0, sized.length), random))
  while (texts.length < count) texts.push({ themes: [], sentences: noise(random) })
  const digests = shuffled(texts, random).map(({ themes: own, sentences }, index) => ({
    digest: digestOf(index + 1, sentences, random),
    themes: own,
  }))
  const members = new Map<string, number[]>()
  for (const { digest, themes: own } of digests)
    for (const id of own) members.set(id, [...(members.get(id) ?? []), digest.id])
  return { digests, members }
}

/** Digests that have nothing to do with any theme or with each other. */
export function unrelatedDigests(count: number, firstId: number, seed: number): readonly Digest[] {
  const random = seeded(seed)
  return Array.from({ length: count }, (_, index) => digestOf(firstId + index, noise(random), random))
}

/** Sizes of themes until enough digests are themed: the logarithm leans towards the large, so that few themes hold half. */
function sizes(count: number, most: number, random: () => number): number[] {
  const cap = Math.min(largest, Math.max(4, Math.floor(count / 8)))
  const found: number[] = []
  let left = Math.round(count * themedShare)
  while (left > 0 && found.length < most) {
    const size = Math.min(left, Math.max(1, Math.round(cap ** Math.sqrt(random()))))
    found.push(size)
    left -= size
  }
  return found
}

type Text = { readonly themes: readonly string[]; readonly sentences: readonly string[] }

function membersOf(theme: PlantedTheme, size: number, others: readonly PlantedTheme[], random: () => number): Text[] {
  const stories: Story[] = []
  return Array.from({ length: size }, () => {
    const earlier = random() < retoldShare ? stories[Math.floor(random() * stories.length)] : undefined
    const story = earlier ?? newStory(theme, random)
    stories.push(story)
    const second = random() < overlapShare ? others[Math.floor(random() * others.length)] : undefined
    if (!second || second === theme) return { themes: [theme.id], sentences: told(story, random) }
    const besides = { ...newStory(second, random), service: story.service }
    return {
      themes: [theme.id, second.id],
      sentences: [...told(story, random).slice(0, 3), ...told(besides, random).slice(0, 2)],
    }
  })
}

function newStory(theme: PlantedTheme, random: () => number): Story {
  const rest = shuffled([1, 2, 3, 4], random).slice(0, 2 + Math.floor(random() * 2))
  return { theme, service: oneOf(serviceNames, random), aspects: [0, ...rest] }
}

function told({ theme, service, aspects: places }: Story, random: () => number): string[] {
  const sentences = places.map((place) => oneOf(theme.aspects[aspects[place] ?? 'fault'], random))
  const aside = random() < 0.3 ? [oneOffSentence(random)] : []
  return [...sentences, ...aside].map((sentence) => sentence.replaceAll('{service}', service))
}

function noise(random: () => number): string[] {
  return Array.from({ length: 3 + Math.floor(random() * 3) }, () => oneOffSentence(random))
}

function digestOf(id: number, sentences: readonly string[], random: () => number): Digest {
  const day = new Date(Date.UTC(2023, 0, 1 + Math.floor(random() * 1_095)))
  return {
    id,
    postmortemId: id,
    title: `Incident ${id}`,
    url: null,
    incidentDate: day.toISOString().slice(0, 10),
    severity: random() < 0.1 ? 'SEV1' : 'SEV3',
    technology,
    role: 'root_cause',
    sentences: sentences.map((text) => ({ text, quote: text })),
    rootCauses: [],
    preventiveActions: [],
    facts: {},
  }
}

const oneOf = <Item>(items: readonly Item[], random: () => number): Item =>
  items[Math.floor(random() * items.length)] as Item
