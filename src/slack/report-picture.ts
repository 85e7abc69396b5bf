import type { Content, MatrixPicture, Picture, ReportContent, TrendPicture } from '../content.ts'
import { clamped } from '../untrusted/clamped.ts'
import { oneLine } from '../untrusted/clean.ts'
import { columnWords, failureClassWords } from '../words.ts'

/** As wide as the chart is. */
const longestTitle = 44
const longestName = 46
/** A picture of more rows can't be read on a phone. */
const mostRows = 30

/** What is drawn for a message, or null where it has no picture. */
export function pictureOf(content: Content): Picture | null {
  switch (content.kind) {
    case 'report':
      return trendOf(content)
    case 'matrix':
      return heatOf(content)
    default:
      return null
  }
}

/** There is no trend in fewer than two quarters, or without a pattern. */
function trendOf(report: Extract<ReportContent, { kind: 'report' }>): TrendPicture | null {
  const { progress, technology, quarters, patterns } = report
  if (progress.state !== 'done' || quarters.length < 2 || patterns.length === 0) return null
  return {
    title: clamped(oneLine(technology.name), longestTitle),
    quarters,
    series: patterns.map(({ name, trend }) => ({ name: clamped(oneLine(name), longestName), counts: trend })),
  }
}

/** Nothing is drawn of a single technology. The columns are those of the text, without the sums. */
function heatOf(matrix: Extract<Content, { kind: 'matrix' }>): MatrixPicture | null {
  const { rows, failureClasses } = matrix
  if (rows.length < 2) return null
  const drawn = rows.slice(0, mostRows)
  return {
    title: 'All technologies',
    technologies: drawn.map(({ name }) => clamped(oneLine(name), longestName)),
    failureClasses: [...failureClasses.map((one) => failureClassWords[one]), columnWords.none],
    counts: drawn.map(({ counts, noPattern }) => [...counts, noPattern]),
  }
}

/** What an uploaded picture is called. */
export const fileOf = (picture: Picture): { readonly filename: string; readonly title: string } =>
  'quarters' in picture
    ? { filename: 'trend.png', title: 'Incidents per quarter' }
    : { filename: 'matrix.png', title: 'Incidents by technology and failure class' }

/** The numbers of a picture for those who don't see it. */
export const altOf = (picture: Picture): string => ('quarters' in picture ? trendAltOf(picture) : matrixAltOf(picture))

/** More patterns than these would be cut off anyway. */
const toldPatterns = 12

function trendAltOf({ title, quarters, series }: TrendPicture): string {
  const lines = series.slice(0, toldPatterns).map(({ name, counts }) => {
    const shown = counts.flatMap((count, place) => (count > 0 ? [`${quarters[place]} ${count}`] : []))
    return `${name}: ${shown.join(', ') || 'undated'}.`
  })
  const span = `${quarters[0]} to ${quarters.at(-1)}`
  return clamped(`Incidents per quarter by pattern, ${title}, ${span}. ${lines.join(' ')}`, 1_000)
}

/** Slack's limit for the alternative text of an image in a message. */
const longestAlt = 2_000
const longestToldName = 30

/** The numbers of a matrix: each with its failure class, or where that is too much to say, in the classes' order. */
export function matrixAltOf(matrix: MatrixPicture): string {
  const title = `Incidents by technology and failure class, ${named(matrix.title)}.`
  const classes = matrix.failureClasses.map(named)
  const spelt = `${title} ${rowsOf(matrix, (counts) => counts.flatMap((count, at) => (count > 0 ? [`${classes[at]} ${count}`] : [])))}`
  if (spelt.length <= longestAlt) return spelt
  return clamped(
    `${title} For each, in this order: ${classes.join(', ')}. ${rowsOf(matrix, (counts) => counts)}`,
    longestAlt,
  )
}

const named = (name: string): string => clamped(oneLine(name), longestToldName)

const rowsOf = (
  { technologies, counts }: MatrixPicture,
  told: (counts: readonly number[]) => readonly (string | number)[],
): string =>
  technologies.map((name, row) => `${named(name)}: ${told(counts[row] ?? []).join(', ') || 'none'}.`).join(' ')
