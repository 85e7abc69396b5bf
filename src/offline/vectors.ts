/** Bags of words as vectors, for the model and the embedder that need no network. */

const stopWords = new Set(
  'a about above after again all also am an and any are as at be because been before being below between both but by can could did do does doing down during each even ever every few for from further get got had has have having he her here him his how i if in into is it its itself just like made make many may me more most much must my no nor not now of off on once one only or other our out over own per said same she should since so some still such than that the their them then there these they this those through to too two three under until up upon us very was we were what when where which while who whom whose why will with within without would yet you your three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty half minute hour second day week monday tuesday wednesday thursday friday'.split(
    ' ',
  ),
)

/** Content words in a crude common form: lower case, without plural and tense. Pairs of neighbours are terms, too. */
export function termsOf(text: string): string[] {
  const words = (text.toLowerCase().match(/\p{L}[\p{L}\p{N}_]{2,}/gu) ?? [])
    .filter((word) => !stopWords.has(word))
    .map(stem)
  return [...words, ...words.slice(1).map((word, index) => `${words[index]} ${word}`)]
}

function stem(word: string): string {
  return word.replace(/(?<=\w{4})(ations?|ings?|ed|es|s|ly|ment|ments)$/, '').replace(/(?<=\w{3})e$/, '')
}

export type Vector = ReadonlyMap<string, number>

/** A pair of words repeats what its words say. */
const pairWeight = 0.5

/** A term of one text alone says nothing about likeness, but takes room. */
const loneWeight = 0.5

/** Unit vectors of term weights: sublinear frequency times inverse document frequency over the given texts. */
export function tfIdf(texts: readonly string[]): Vector[] {
  const counts = texts.map((text) => countsOf(termsOf(text)))
  const documents = new Map<string, number>()
  for (const count of counts) for (const term of count.keys()) documents.set(term, (documents.get(term) ?? 0) + 1)
  return counts.map((count) => {
    const weights = [...count].map(([term, n]): [string, number] => {
      const holders = documents.get(term) ?? 1
      const share = (term.includes(' ') ? pairWeight : 1) * (holders === 1 ? loneWeight : 1)
      return [term, share * (1 + Math.log(n)) * Math.log((1 + texts.length) / holders)]
    })
    return unit(new Map(weights))
  })
}

export function countsOf(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  return counts
}

export function cosine(a: Vector, b: Vector): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  let sum = 0
  for (const [term, weight] of small) sum += weight * (large.get(term) ?? 0)
  return sum
}

/** The mean direction of vectors. */
export function centroid(vectors: readonly Vector[]): Vector {
  const sum = new Map<string, number>()
  for (const vector of vectors) for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + weight)
  return unit(sum)
}

/** The same direction, of length 1. */
export function unit(vector: Map<string, number>): Vector {
  const length = Math.hypot(...vector.values()) || 1
  return new Map([...vector].map(([term, weight]) => [term, weight / length]))
}
