import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { renderToStaticMarkup } from 'react-dom/server'
import { lodeMark } from './avatar.ts'

/** A static file of the page. */
export type Asset = { readonly type: string; readonly bytes: Uint8Array; readonly isFixed: boolean }

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
}

/** By file name: the style sheets and scripts, the icon and the letters. Read once; nothing else can be asked for. */
export function readAssets(): ReadonlyMap<string, Asset> {
  const folder = new URL('assets/', import.meta.url)
  const own = readdirSync(folder).map((name): [string, Asset] => [
    name,
    {
      type: types[name.split('.').at(-1) ?? ''] ?? 'text/plain',
      bytes: readFileSync(new URL(name, folder)),
      isFixed: false,
    },
  ])
  const icon = { type: 'image/svg+xml', bytes: Buffer.from(iconSvg()), isFixed: false }
  return new Map([...own, ...letters(), ['icon.svg', icon]])
}

/** The font comes along, so that the page looks alike everywhere without asking another server for it. */
function letters(): [string, Asset][] {
  const require = createRequire(import.meta.url)
  return ['400Regular', '600SemiBold', '700Bold'].map((weight) => {
    const file = require.resolve(`@expo-google-fonts/inter/${weight}/Inter_${weight}.ttf`)
    return [`inter-${weight.slice(0, 3)}.ttf`, { type: 'font/ttf', bytes: readFileSync(file), isFixed: true }]
  })
}

const colours =
  '<style>.rock{fill:#2c4a52}.facet{fill:none;stroke:#47707b}.vein{fill:none;stroke:#e0a458;stroke-width:2.6}.gem{fill:#ffd28f}</style>'

function iconSvg(): string {
  const mark = renderToStaticMarkup(lodeMark())
  return mark.replace(/^<svg[^>]*>/, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36">${colours}`)
}
