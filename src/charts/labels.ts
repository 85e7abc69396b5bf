import { clamped } from '../untrusted/clamped.ts'
import { oneLine } from '../untrusted/clean.ts'

/** How wide a letter of Inter is at most, in parts of its size: nothing measures text where there is no canvas. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[ilIj.,:;'|!()\s-]/, 0.34],
  [/[frt]/, 0.44],
  [/[mwMW@%&…]/, 0.98],
  [/[A-Z]/, 0.72],
  [/[\x21-\x7e]/, 0.6],
]
const widest = 1.2

const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, letter) => sum + size * (widths.find(([letters]) => letters.test(letter))?.[1] ?? widest), 0)

/** As much of an untrusted name as so many pixels hold, on one line. */
export function fitting(name: string, room: number, size = 15): string {
  let text = clamped(oneLine(name), 80)
  while (widthOf(text, size) > room) text = clamped(text, text.length - 1)
  return text
}
