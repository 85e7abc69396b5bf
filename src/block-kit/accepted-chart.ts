import { z } from 'zod'
import { bounded, identifier, unsupportedType } from './accepted-text.ts'

const label = bounded(20)
const points = z
  .array(z.strictObject({ label, value: z.number() }))
  .min(1)
  .max(20)
const series = z
  .array(z.strictObject({ name: label, data: points }))
  .min(1)
  .max(12)
const axis = z.strictObject({
  categories: z.array(label).min(1).max(20),
  x_label: bounded(50).optional(),
  y_label: bounded(50).optional(),
})

const bars = z
  .strictObject({ type: z.literal('bar'), series, axis_config: axis })
  .superRefine(({ series, axis_config: { categories } }, context) => {
    const complain = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (new Set(categories).size < categories.length) complain(['axis_config', 'categories'], 'must be unique')
    if (new Set(series.map(({ name }) => name)).size < series.length) complain(['series'], 'names must be unique')
    for (const [index, { data }] of series.entries())
      if (
        data
          .map((point) => point.label)
          .toSorted()
          .join('\n') !== categories.toSorted().join('\n')
      )
        complain(['series', index, 'data'], 'must have one data point for each category')
  })

/**
 * A chart that Slack draws. It knows lines, areas and pies too; Lode uses none of them. The reference named six series
 * at most in June 2026, and clients have sent twelve since.
 */
export const chartBlock = z.strictObject({
  type: z.literal('data_visualization'),
  block_id: identifier.optional(),
  title: bounded(50),
  chart: z.discriminatedUnion('type', [bars], { error: unsupportedType }),
})
