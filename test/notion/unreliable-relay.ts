import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { arranged, randomNumbers } from '../../src/workspace/order.ts'
import { goesWithTheTest } from '../support/a-database.ts'

/** As it came in: the signature holds for exactly this body. */
export type Letter = { readonly body: string | Uint8Array<ArrayBuffer>; readonly signature: string | null }

/** What is answered; null when the connection ends without it. */
export async function sendTo(url: string, { body, signature }: Letter): Promise<number | null> {
  const headers = { 'content-type': 'application/json', ...(signature !== null && { 'x-notion-signature': signature }) }
  try {
    const response = await fetch(url, { method: 'POST', headers, body })
    await response.arrayBuffer()
    return response.status
  } catch {
    return null
  }
}

/**
 * What becomes of a letter, by its share: it never comes, or twice at the same time, after some later ones, a day later, or
 * at once but so that its answer is lost and it is sent again, or simply at once.
 */
const fates = [
  ['lost', 0.3],
  ['doubled', 0.12],
  ['overtaken', 0.14],
  ['a day late', 0.14],
  ['unanswered', 0.08],
  ['on time', 0.22],
] as const
export type Fate = (typeof fates)[number][0]

/** The way between Notion and Lode. */
export class Relay {
  readonly counts = new Map<Fate, number>()
  /** Everything that Lode has answered. */
  readonly statuses = new Set<number | null>()
  readonly #target: string
  readonly #delivered = new Set<Letter>()
  #late: Letter[] = []
  #overtaken: { readonly letter: Letter; left: number }[] = []
  #seed = 1
  #random: (() => number) | null = null

  constructor(target: string) {
    this.#target = target
  }

  /** Until then every letter comes on time. */
  misbehave(seed: number): void {
    this.#seed = seed
    this.#random = randomNumbers(seed)
  }

  /** Resolves to what the sender is answered. */
  async take(letter: Letter): Promise<number | null> {
    if (!this.#random) return sendTo(this.#target, letter)
    const fate = fateFor(this.#random())
    this.counts.set(fate, (this.counts.get(fate) ?? 0) + 1)
    const due = this.#overtaken.filter((one) => --one.left === 0)
    this.#overtaken = this.#overtaken.filter((one) => one.left > 0)
    if (fate === 'doubled') await Promise.all([this.#deliver(letter), this.#deliver(letter)])
    if (fate === 'overtaken') this.#overtaken.push({ letter, left: 1 + Math.floor(this.#random() * 4) })
    if (fate === 'a day late') this.#late.push(letter)
    if (fate === 'unanswered' || fate === 'on time') await this.#deliver(letter)
    for (const one of due) await this.#deliver(one.letter)
    return fate === 'unanswered' ? 504 : 200
  }

  /** Delivers all that was to come later, in another order. */
  async aDayPasses(): Promise<void> {
    const letters = [...this.#overtaken.map(({ letter }) => letter), ...this.#late]
    this.#overtaken = []
    this.#late = []
    for (const letter of arranged(letters, 'shuffled', this.#seed)) await this.#deliver(letter)
  }

  /** Delivers once more, in another order, what was ever delivered. */
  async replay(): Promise<void> {
    for (const letter of arranged([...this.#delivered], 'shuffled', this.#seed)) await this.#deliver(letter)
  }

  async #deliver(letter: Letter): Promise<void> {
    this.#delivered.add(letter)
    this.statuses.add(await sendTo(this.#target, letter))
  }
}

function fateFor(lot: number): Fate {
  let until = 0
  for (const [fate, share] of fates) {
    until += share
    if (lot < until) return fate
  }
  return 'on time'
}

/** A relay to the target, and where it listens; it goes with the test. */
export async function aRelay(target: string): Promise<{ readonly relay: Relay; readonly url: string }> {
  const relay = new Relay(target)
  const server = createServer(async (request, response) => {
    const signature = request.headers['x-notion-signature']?.toString() ?? null
    const status = await relay.take({ body: new Uint8Array(await buffer(request)), signature })
    response.writeHead(status ?? 502).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  goesWithTheTest(async () => {
    server.closeAllConnections()
    server.close()
  })
  return { relay, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}
