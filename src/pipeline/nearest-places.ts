/** A stretch of a text that a pattern can be turned into by `errors` letters changed, added or left out. */
export type Place = { readonly start: number; readonly end: number; readonly errors: number }

/**
 * Where a text reads most like a pattern: all the ends that no other beats, if there is one within `mostErrors`. One pass
 * of Sellers' algorithm (1980) with Ukkonen's cut-off, at most `text.length * pattern.length` steps: where each match
 * begins (of several places the first) is carried along: a text that repeats itself may have a match at each of its letters.
 */
export function nearestPlaces(text: string, pattern: string, mostErrors: number): readonly Place[] {
  const letters = Uint16Array.from(pattern, (_, index) => pattern.charCodeAt(index))
  const errors = Uint16Array.from({ length: pattern.length + 1 }, (_, row) => row)
  const starts = new Uint32Array(pattern.length + 1)
  const column = { letters, errors, starts }
  let places: Place[] = []
  let most = mostErrors
  let last = Math.min(pattern.length, most)
  for (let end = 1; end <= text.length; end++) {
    last = advance(column, text.charCodeAt(end - 1), end, last, most)
    const least = errors[pattern.length] as number
    if (last < pattern.length || least > most) continue
    if (least < most) places = []
    most = least
    places.push({ start: starts[pattern.length] as number, end, errors: least })
  }
  return places
}

type Column = { readonly letters: Uint16Array; readonly errors: Uint16Array; readonly starts: Uint32Array }

/** Goes on by a letter of the text. Rows beyond `last` have too many errors; resolves to the last one that has not. */
function advance({ letters, errors, starts }: Column, letter: number, end: number, last: number, most: number): number {
  let diagonal = 0
  let diagonalStart = end - 1
  let above = 0
  let aboveStart = end
  let reached = 0
  const rows = Math.min(letters.length, last + 1)
  for (let row = 1; row <= rows; row++) {
    const left = row > last ? most + 1 : (errors[row] as number)
    const leftStart = starts[row] as number
    let least = letters[row - 1] === letter ? diagonal : diagonal + 1
    let start = diagonalStart
    if (left + 1 < least || (left + 1 === least && leftStart < start)) {
      least = left + 1
      start = leftStart
    }
    if (above + 1 < least || (above + 1 === least && aboveStart < start)) {
      least = above + 1
      start = aboveStart
    }
    errors[row] = least
    starts[row] = start
    if (least <= most) reached = row
    diagonal = left
    diagonalStart = leftStart
    above = least
    aboveStart = start
  }
  return reached
}
