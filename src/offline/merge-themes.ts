import type { MergedTheme, MergeInput } from '../pipeline/stages/merge.ts'
import { clustersOf, vectorsOf } from './themes.ts'
import { centroid, type Vector } from './vectors.ts'

/** Themes lie nearer to each other than digests do: their examples' own words have evened out. */
const cut = 0.62

/** Themes whose examples tell of the same are one, under the name of the first. */
export function mergeThemes({ themes }: MergeInput): { themes: MergedTheme[] } {
  const texts = themes.flatMap((theme) => theme.examples)
  const vectors = vectorsOf(texts)
  let next = 0
  const middles = themes.map(({ examples }) => centroid(examples.map(() => vectors[next++] as Vector)))
  return {
    themes: clustersOf(middles, cut).map((members) => {
      const parts = members.flatMap((index) => themes[index] ?? [])
      const [first] = parts
      if (!first) throw new Error('a cluster without members')
      const { id: _, examples: __, ...theme } = first
      return { ...theme, themeIds: parts.map(({ id }) => id) }
    }),
  }
}
