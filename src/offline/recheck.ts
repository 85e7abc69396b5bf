import type { Rechecked, RecheckInput } from '../pipeline/stages/recheck.ts'
import { termsOf } from './vectors.ts'
import { wordTestIn } from './word-test.ts'

/** So many of a criterion's words in one sentence: words scattered over a digest may have come there by chance. */
const together = 2

/** Says yes where one sentence has words of the criterion together, and quotes it. Assignment looked at the whole digest. */
export function recheckDigests({ criterion, digests }: RecheckInput): Rechecked {
  const words = new Set((wordTestIn(criterion)?.words ?? []).flatMap(termsOf).filter((term) => !term.includes(' ')))
  return {
    verdicts: digests.map(({ id, sentences }) => {
      const [best] = sentences
        .map(({ text }) => ({ text, shared: new Set(termsOf(text)).intersection(words).size }))
        .sort((a, b) => b.shared - a.shared)
      return best && best.shared >= together
        ? { digestId: id, answer: 'yes', quote: best.text }
        : { digestId: id, answer: 'no', quote: '' }
    }),
  }
}
