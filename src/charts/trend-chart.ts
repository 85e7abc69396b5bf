import { fileURLToPath } from 'node:url'
import { renderAsync } from '@resvg/resvg-js'
import { parse, View } from 'vega'
import { compile } from 'vega-lite'
import type { TrendPicture } from '../content.ts'
import { trendSpec } from './trend-spec.ts'

/** resvg draws no text from woff files, and without system fonts the same picture gives the same bytes everywhere. */
const fontFiles = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map((file) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${file}`)),
)

/** Draws incidents per quarter, stacked by pattern, as a PNG at twice its size, on a card that reads on light and dark. */
export async function trendChart(picture: TrendPicture): Promise<Uint8Array> {
  const view = new View(parse(compile(trendSpec(picture)).spec), { renderer: 'none' })
  const svg = await view.toSVG()
  view.finalize()
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'Inter' },
  })
  return image.asPng()
}
