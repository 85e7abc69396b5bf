import type { Embedder } from '../ports.ts'
import { countsOf, termsOf } from './vectors.ts'

const dimensions = 1024

/** Hashed bags of words as unit vectors: near when texts share words, so it finds likeness of wording, not of meaning. */
export const offlineEmbedder: Embedder = {
  name: 'built-in-hashed-words-1',
  // Digests of the examples that have nothing in common but their language share about 0.1.
  likeness: { alike: 0.12, veryAlike: 0.2 },
  // Words share slots. Among the many of a digest that is noise; a question may be a single one.
  mayBeAlike: (one, other) => {
    const terms = new Set(termsOf(other))
    return termsOf(one).some((term) => terms.has(term))
  },
  embed: async (texts) => texts.map(embed),
}

function embed(text: string): number[] {
  const vector = new Array<number>(dimensions).fill(0)
  for (const [term, n] of countsOf(termsOf(text))) {
    const hash = hashOf(term)
    const slot = hash % dimensions
    vector[slot] = (vector[slot] ?? 0) + (hash & 0x40000000 ? -1 : 1) * (1 + Math.log(n))
  }
  const length = Math.hypot(...vector)
  return length === 0 ? vector.with(0, 1) : vector.map((weight) => weight / length)
}

/** FNV-1a, 31 bits. */
function hashOf(term: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < term.length; index++) hash = Math.imul(hash ^ term.charCodeAt(index), 0x01000193)
  return hash >>> 1
}
