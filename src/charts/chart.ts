import type { Picture } from '../content.ts'
import { matrixChart } from './matrix-chart.ts'
import { trendChart } from './trend-chart.ts'

/** Draws a picture of either kind as a PNG. */
export const chart = (picture: Picture): Promise<Uint8Array> =>
  'quarters' in picture ? trendChart(picture) : matrixChart(picture)
