import type { Content } from '../content.ts'
import { counted, crossingsLegend, evidenceWords, failureClassWords, filterWords } from '../words.ts'
import { plain } from './written-text.ts'

type Of<Kind extends Content['kind']> = Extract<Content, { kind: Kind }>

export function matrixSection(matrix: Of<'matrix'>): string[] {
  const { failureClasses, rows, totals, behind, unfolded } = matrix
  const heading = ['Technology', ...failureClasses.map((name) => failureClassWords[name]), 'no pattern', 'incidents']
  const line = (name: string, { counts, noPattern, incidents }: Of<'matrix'>['totals']): string =>
    row([name, ...counts.map(String), String(noPattern), String(incidents)])
  const table = [
    row(heading),
    row(heading.map(() => '---')),
    ...rows.map((one) => line(plain(one.name, 80), one)),
    line('**All, each incident once**', totals),
  ]
  return [
    `**${counted(totals.incidents, 'incident')}**, ${plain(filterWords(matrix), 300)}.`,
    table.join('\n'),
    'An incident in patterns of two classes counts in both.',
    ...named('Not folded yet, and not in the table', unfolded),
    ...named('Behind what is on record', behind),
  ]
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function named(what: string, technologies: readonly { readonly name: string }[]): string[] {
  return technologies.length === 0 ? [] : [`${what}: ${technologies.map(({ name }) => plain(name, 80)).join(', ')}.`]
}

export function crossingsSection({ crossings, more, scale }: Of<'crossings'>): string[] {
  const items = crossings.map(({ sides, failureClass, ...evidence }) => {
    const names = sides.map(
      ({ technology, pattern, incidents }) =>
        `${plain(technology.name, 80)} **${plain(pattern, 150)}** (${counted(incidents, 'incident')})`,
    )
    return `- ${names.join(' and ')}, ${failureClassWords[failureClass]}: ${evidenceWords(evidence)}`
  })
  return [
    '## Themes that cross technologies',
    ...(items.length > 0
      ? [[...items, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n'), crossingsLegend(scale)]
      : ['None: no two patterns of one failure class share an incident or read alike.']),
  ]
}
