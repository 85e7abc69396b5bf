import { fileURLToPath } from 'node:url'
import { renderAsync } from '@resvg/resvg-js'
import { parse, View } from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'

/** resvg draws no text from woff files, and without system fonts the same picture gives the same bytes everywhere. */
const fontFiles = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map((file) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${file}`)),
)

/** A drawing as a PNG at twice its size. */
export async function pngOf(drawing: TopLevelSpec): Promise<Uint8Array> {
  const view = new View(parse(compile(drawing).spec), { renderer: 'none' })
  const svg = await view.toSVG()
  view.finalize()
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'Inter' },
  })
  return image.asPng()
}
