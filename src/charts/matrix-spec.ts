import type { TopLevelSpec } from 'vega-lite'
import type { MatrixPicture } from '../content.ts'
import { fitting } from './labels.ts'
import { look, pictureWidth } from './look.ts'
import { card, faint, heat, ink } from './palette.ts'

const margin = { left: 210, right: 112, bottom: 22 }
/** Where the names of the columns stand, aslant. */
const header = 190
const widestColumn = 64
/** Many rows stand closer, since the taller a picture is, the smaller Slack shows it. */
const rowHeight = (rows: number): number => (rows > 12 ? 24 : 30)

/** A picture of more rows would be too tall for anybody to look at. */
const drawnTechnologies = 40

/** The drawing as Vega-Lite. Names are untrusted, and only ever labels. */
export function matrixSpec({ title, technologies, failureClasses, counts }: MatrixPicture): TopLevelSpec {
  const rows = technologies.slice(0, drawnTechnologies).map((name) => fitting(name, 186))
  const columns = failureClasses.map((name, column) => ({ column, name: fitting(name, 222) }))
  const width = Math.min(widestColumn * columns.length, pictureWidth - margin.left - margin.right)
  const rest = technologies.length - rows.length
  return {
    ...look(margin.left),
    width,
    height: rowHeight(rows.length) * rows.length,
    padding: { left: margin.left, right: pictureWidth - margin.left - width, top: 74 + header, bottom: margin.bottom },
    params: [{ name: 'rowLabels', value: rows }],
    data: { values: cellsOf(counts.slice(0, rows.length)) },
    encoding: { x: { field: 'column', type: 'ordinal', axis: null } },
    layer: [
      {
        mark: { type: 'rect', stroke: card, strokeWidth: 2, cornerRadius: 4 },
        encoding: { y, color: { field: 'fill', type: 'nominal', scale: null } },
      },
      {
        mark: { type: 'text', fontSize: 15 },
        encoding: { y, text: { field: 'number' }, color: { field: 'text', type: 'nominal', scale: null } },
      },
      {
        data: { values: columns },
        mark: { type: 'text', fontSize: 15, angle: 300, align: 'left', baseline: 'middle', color: ink },
        encoding: { y: { value: -10 }, text: { field: 'name' } },
      },
      words(fitting(title, 500, 21), -header - 40, { fontSize: 21, fontWeight: 600, color: ink }),
      words(`Incidents by technology and failure class${rest > 0 ? `, without the last ${rest}` : ''}`, -header - 12, {
        fontSize: 16,
        fontWeight: 400,
        color: faint,
      }),
    ],
  }
}

/** A line of the heading. Vega would put it above where it guesses the slanted names to end. */
const words = (text: string, y: number, style: { fontSize: number; fontWeight: 400 | 600; color: string }) => ({
  data: { values: [{ text }] },
  mark: { type: 'text' as const, align: 'left' as const, ...style },
  encoding: { x: { value: 18 - margin.left }, y: { value: y }, text: { field: 'text' } },
})

const y = {
  field: 'row',
  type: 'ordinal',
  title: null,
  axis: { labelExpr: 'rowLabels[datum.value]', labelPadding: 8, labelOverlap: false, labelLimit: 0, domain: false },
} as const

const compact = new Intl.NumberFormat('en', { notation: 'compact' })

function cellsOf(counts: MatrixPicture['counts']) {
  const most = Math.max(heat.length, ...counts.flat())
  return counts.flatMap((ofRow, row) =>
    ofRow.map((count, column) => {
      const step = heat[Math.ceil((count / most) * heat.length) - 1]
      return { row, column, number: compact.format(count), fill: step?.fill ?? card, text: step?.text ?? faint }
    }),
  )
}
