import type { MergedTheme, MergeInput, PartialTheme } from '../pipeline/stages/merge.ts'
import { groupsOf, likenesses } from './clusters.ts'
import { termsOf, unit, type Vector } from './vectors.ts'
import { asCriterion, fitting, middleOf, type WordTest, wordTestIn } from './word-test.ts'

/** Themes are one as long as some third of their words are the same: of different themes hardly any are. */
const cut = 0.7

/** Themes whose criteria name the same words are one, under the name of the first and with the words of all. */
export function mergeThemes({ themes }: MergeInput): { themes: MergedTheme[] } {
  return {
    themes: groupsOf(likenesses(themes.map(wordsOf)), cut).map((places) => {
      const parts = places.flatMap((place) => themes[place] ?? [])
      const [first] = parts
      if (!first) throw new Error('a cluster without members')
      const { id: _, examples: __, ...theme } = first
      return { ...theme, criterion: criterionOf(parts, first), themeIds: parts.map(({ id }) => id) }
    }),
  }
}

/** Unweighted: how rare a word is among themes says only how many parts of the digests tell of the same. */
function wordsOf({ criterion }: PartialTheme): Vector {
  const words = termsOf((wordTestIn(criterion)?.words ?? [criterion]).join(' ')).filter((term) => !term.includes(' '))
  return unit(new Map(words.map((word) => [word, 1])))
}

function criterionOf(parts: readonly PartialTheme[], { criterion }: PartialTheme): string {
  const tests = parts.flatMap((part) => wordTestIn(part.criterion) ?? [])
  const subject = /turn on (.+?), told/.exec(criterion)?.[1] ?? 'this'
  return tests.length < 2 ? criterion : asCriterion(subject, joined(tests))
}

/** The words that most of the parts have, then those that tell most, as many as a criterion has room for. */
function joined(tests: readonly WordTest[]): WordTest {
  const places = new Map<string, number[]>()
  for (const { words } of tests)
    for (const [place, word] of words.entries()) places.set(word, [...(places.get(word) ?? []), place])
  const ranked = [...places].sort(
    ([one, its], [other, theirs]) =>
      theirs.length - its.length || Math.min(...its) - Math.min(...theirs) || one.localeCompare(other),
  )
  return { words: fitting(ranked.map(([word]) => word)), least: middleOf(tests) }
}
