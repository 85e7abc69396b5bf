import type { KnownBlock } from '@slack/types'
import { clamped } from '../untrusted/clamped.ts'
import { oneLine } from '../untrusted/clean.ts'
import { orNothing } from './text-objects.ts'

/**
 * A chart that Slack draws itself, missing in `@slack/types` 3.2. Bars of several series stand side by side; none stack.
 * https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
 */
export type ChartBlock = {
  readonly type: 'data_visualization'
  readonly block_id?: string
  readonly title: string
  readonly chart: {
    readonly type: 'bar'
    readonly series: readonly { readonly name: string; readonly data: readonly ChartPoint[] }[]
    readonly axis_config: { readonly categories: readonly string[]; readonly x_label: string; readonly y_label: string }
  }
}
type ChartPoint = { readonly label: string; readonly value: number }

/** Whatever a message of ours may hold. */
export type MessageBlock = KnownBlock | ChartBlock

/** `values` of a series in the order of the categories. */
export type Bars = {
  readonly title: string
  readonly categories: readonly string[]
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[]
  readonly labels: { readonly x: string; readonly y: string }
}

/** Grouped bars, of at most 20 categories and 12 series. All names are untrusted text. */
export function barChart({ title, categories, series, labels }: Bars): ChartBlock {
  const places = distinct(categories)
  const names = distinct(series.map(({ name }) => name))
  return {
    type: 'data_visualization',
    title: text(title, longestText),
    chart: {
      type: 'bar',
      series: series.map(({ values }, rank) => ({
        name: names[rank] ?? '',
        data: places.map((label, place) => ({ label, value: values[place] ?? 0 })),
      })),
      axis_config: { categories: places, x_label: text(labels.x, longestText), y_label: text(labels.y, longestText) },
    },
  }
}

const longestText = 50
const longestName = 20

const text = (given: string, max: number): string => clamped(orNothing(oneLine(given)), max)

/** Slack refuses a chart in which two names are the same. */
function distinct(given: readonly string[]): string[] {
  const taken = new Set<string>()
  return given.map((name) => {
    const whole = text(name, longestName)
    let unique = whole
    for (let copy = 2; taken.has(unique); copy++) unique = `${clamped(whole, longestName - 5)} (${copy})`
    taken.add(unique)
    return unique
  })
}
