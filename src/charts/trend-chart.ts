import type { TrendPicture } from '../content.ts'
import { pngOf } from './png.ts'
import { trendSpec } from './trend-spec.ts'

/** Draws incidents per quarter, stacked by pattern, as a PNG at twice its size, on a card that reads on light and dark. */
export const trendChart = (picture: TrendPicture): Promise<Uint8Array> => pngOf(trendSpec(picture))
