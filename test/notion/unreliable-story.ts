import { randomNumbers } from '../../src/workspace/order.ts'
import { aTechnology } from '../support/builders.ts'
import { idOf, type NotionPage } from '../support/stand-in-notion-model.ts'
import { aDataSource } from '../support/stand-in-notion-schema.ts'
import type { NotionWorkspace } from '../support/stand-in-notion-workspace.ts'

/** Two that Lode reads, and one that it does not. */
export const [incidents, outages, attic] = [
  aDataSource({ title: 'Incidents' }),
  aDataSource({ title: 'Outages' }),
  aDataSource({ title: 'Attic' }),
]

/** A page with its latest title, the word that its text is about, and all words that it ever had; none is used twice. */
export type Told = { readonly id: string; title: string; about: string; isMoved: boolean; readonly words: string[] }

const mostPages = 40
/** Every page blames technologies of its own, so that what is said of one depends on no other. */
const technologiesOf = (place: number): readonly [string, string] => [`${wordOf(place)}ite`, `${wordOf(place)}ase`]
export const technologies = Array.from({ length: mostPages }, (_, place) => technologiesOf(place))
  .flat()
  .map((id) => aTechnology({ id, name: id }))

/** What happens besides: `pass` lets story time go by, `meanwhile` is awaited after each moment. */
export type Besides = { readonly pass: (milliseconds: number) => void; readonly meanwhile?: () => Promise<void> }

/**
 * Tells about a hundred doings of people in a Notion, the same for the same seed; resolves to all pages there ever were.
 * Whoever restricts a page leaves it where it has been from the beginning until that is lifted.
 */
export async function tellStory(
  { workspace }: { readonly workspace: NotionWorkspace },
  seed: number,
  { pass, meanwhile = async () => {} }: Besides,
): Promise<readonly Told[]> {
  const random = randomNumbers(seed)
  const teller = new Teller(workspace, random)
  for (let done = 0; done < 90; ) {
    const doing = teller.nextDoing()
    for (let left = doing === 'rewrite' && random() < 0.2 ? 8 : 1; left > 0; left -= 1) {
      teller.act(doing)
      done += 1
      // What is done in the same moment is one event of each kind.
      if (random() < 0.25) continue
      await meanwhile()
      pass(left > 1 ? 100 : random() * 200_000)
    }
    teller.turnToAnother()
  }
  await meanwhile()
  return teller.pages
}

/** Each with how often it is done, and to which pages it can be; where there is none a page is made. */
const doings = {
  make: [18, () => false],
  rewrite: [24, isFound],
  rewriteByBot: [4, isFound],
  retitle: [5, isFound],
  rate: [10, isFound],
  empty: [2, isFound],
  restrict: [6, (page, { isMoved }) => isReadable(page) && !isMoved],
  lift: [5, isRestricted],
  unpublish: [6, (page) => page.properties.Status === 'Published' && isFree(page)],
  publish: [10, (page) => page.properties.Status !== 'Published' && isFree(page)],
  trash: [5, isFree],
  restore: [6, (page) => page.inTrash],
  emptyTrash: [1, (page) => page.inTrash],
  move: [7, isFree],
  unshare: [1, (page) => page.isShared && isFree(page)],
  share: [4, (page) => !page.isShared],
} satisfies Record<string, readonly [number, (page: NotionPage, told: Told) => boolean]>
type Doing = keyof typeof doings
const names = Object.keys(doings) as Doing[]

function isFound({ inTrash }: NotionPage): boolean {
  return !inTrash
}

export function isRestricted({ properties }: NotionPage): boolean {
  return properties.Restricted === true
}

function isFree(page: NotionPage): boolean {
  return isFound(page) && !isRestricted(page)
}

/** Whether everybody may read the page, and Lode with them. */
export function isReadable(page: NotionPage): boolean {
  const isThere = page.isShared && [incidents.id, outages.id].includes(String(page.dataSourceId))
  return isThere && isFree(page) && page.properties.Status === 'Published'
}

class Teller {
  readonly pages: Told[] = []
  readonly #workspace: NotionWorkspace
  readonly #random: () => number
  #words = mostPages
  #current: Told | undefined

  constructor(workspace: NotionWorkspace, random: () => number) {
    this.#workspace = workspace
    this.#random = random
  }

  nextDoing(): Doing {
    return this.#one(names.flatMap((name) => Array.from({ length: doings[name][0] }, () => name)))
  }

  /** Stays with the same page until it is to turn to another. */
  act(doing: Doing): void {
    const [, suits]: readonly [number, (page: NotionPage, told: Told) => boolean] = doings[doing]
    const suitable = this.pages.filter((told) => {
      const page = this.#workspace.pages.get(told.id)
      return page !== undefined && suits(page, told)
    })
    this.#current ??= suitable.length > 0 ? this.#one(suitable) : undefined
    if (this.#current) this.#do(doing, this.#current)
    else if (this.pages.length < mostPages) this.#make()
  }

  turnToAnother(): void {
    this.#current = undefined
  }

  #make(): void {
    const told: Told = { id: idOf(`page ${this.pages.length}`), title: '', about: '', isMoved: false, words: [] }
    this.pages.push(told)
    const dataSourceId = this.#one([incidents, incidents, outages, attic]).id
    const properties = { Status: this.#one(['Published', 'Published', 'Draft']) }
    const page = { id: told.id, title: this.#title(told), markdown: this.#text(told), dataSourceId, properties }
    this.#workspace.put(page)
  }

  #do(doing: Doing, told: Told): void {
    const { id } = told
    const workspace = this.#workspace
    const acts: Readonly<Record<Doing, () => unknown>> = {
      make: () => this.#make(),
      rewrite: () => workspace.edit(id, { markdown: this.#text(told) }),
      rewriteByBot: () => workspace.edit(id, { markdown: this.#text(told) }, workspace.bot),
      retitle: () => workspace.edit(id, { title: this.#title(told) }),
      rate: () => workspace.edit(id, { properties: this.#properties() }),
      empty: () => workspace.edit(id, { markdown: this.#text(told, []) }),
      restrict: () => workspace.edit(id, { properties: { Restricted: true } }),
      lift: () => workspace.edit(id, { properties: { Restricted: false } }),
      unpublish: () => workspace.unpublish(id),
      publish: () => workspace.publish(id),
      trash: () => workspace.trash(id),
      restore: () => workspace.restore(id),
      emptyTrash: () => workspace.remove(id),
      move: () => {
        told.isMoved = true
        workspace.move(id, this.#one([incidents, outages, attic]).id)
      },
      unshare: () => workspace.edit(id, { isShared: false }),
      share: () => workspace.edit(id, { isShared: true }),
    }
    acts[doing]()
  }

  /** Blames one of the page's technologies or both. */
  #text(told: Told, blamed: readonly string[] = this.#blamed(told)): string {
    const about = blamed.length > 0 ? this.#word(told) : ''
    told.about = about
    const sentences = blamed.flatMap((name) => [
      `The ${name} throttled the writes of ${about}.`,
      `Nobody watched the ${name} behind ${about}.`,
      `The hot partition of the ${name} was split for ${about}.`,
    ])
    return sentences.join(' ')
  }

  #blamed(told: Told): readonly string[] {
    const [one, other] = technologiesOf(this.pages.indexOf(told))
    return this.#one([[one], [other], [one, other]])
  }

  #title(told: Told): string {
    told.title = `The ${this.#word(told)} was slow`
    return told.title
  }

  #properties(): Readonly<Record<string, string | number>> {
    return this.#one([
      { Severity: this.#one(['SEV1', 'SEV2', 'SEV3']) },
      { 'Owner team': this.#one(['Checkout', 'Payments']) },
      { 'Incident date': `2026-0${1 + Math.floor(this.#random() * 9)}-11` },
      { duration_minutes: 5 + Math.floor(this.#random() * 400) },
    ])
  }

  #word({ words }: Told): string {
    const word = wordOf(this.#words)
    this.#words += 1
    words.push(word)
    return word
  }

  #one<T>(things: readonly T[]): T {
    return things[Math.floor(this.#random() * things.length)] as T
  }
}

/** An invented word of its own for each number, in no dictionary and like no name or secret. */
function wordOf(number: number): string {
  const syllables = [...'bdfgklmnprstvz'].flatMap((consonant) => [...'aiou'].map((vowel) => consonant + vowel))
  const places = [number, Math.floor(number / syllables.length), 17]
  return places.map((place) => syllables[place % syllables.length]).join('')
}
