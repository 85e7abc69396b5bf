import type { Problem } from '../domain.ts'
import type { Answer, Stage } from './stage.ts'

type Path = Problem['path']

/**
 * The last word of the evidence gate on an answer. A part with a problem is taken out where it stands in a list (a
 * statement, a technology, a proposal); what then still fails holds back the whole answer.
 */
export function settle<In, Out>(
  stage: Stage<In, Out>,
  input: In,
  output: Out,
): Pick<Answer<Out>, 'output' | 'dropped' | 'held'> {
  const dropped: Problem[] = []
  for (let kept = output; ; ) {
    const problems = stage.check?.(input, kept) ?? []
    const inLists = problems.filter((problem) => listItem(problem.path) !== null)
    if (inLists.length === 0) {
      return { output: problems.length > 0 ? kept : (stage.anchor?.(input, kept) ?? kept), dropped, held: problems }
    }
    dropped.push(...inLists)
    kept = withoutItems(
      kept,
      inLists.map((problem) => listItem(problem.path) ?? []),
    )
  }
}

/** The innermost list item that a path leads through, or null when it leads through none. */
function listItem(path: Path): Path | null {
  const last = path.findLastIndex((part) => typeof part === 'number')
  return last === -1 ? null : path.slice(0, last + 1)
}

function withoutItems<Out>(output: Out, paths: readonly Path[]): Out {
  const gone = new Set(paths.map((path) => path.join('.')))
  const copy = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) {
      return value.flatMap((item, index) =>
        gone.has([...path, index].join('.')) ? [] : [copy(item, [...path, index])],
      )
    }
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copy(part, [...path, key])]))
  }
  return copy(output, []) as Out
}
