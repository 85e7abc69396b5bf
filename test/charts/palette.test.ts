import { describe, expect, test } from 'vitest'
import { card, colourOfTheRest, faint, heat, ink, seriesColours } from '../../src/charts/palette.ts'
import { contrast, lightOf } from './contrast.ts'

/** What light becomes in eyes that lack one kind of cone (Machado, Oliveira and Fernandes, 2009), and in others. */
const eyes = {
  'with all cones': [1, 0, 0, 0, 1, 0, 0, 0, 1],
  'without red': [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  'without green': [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  'without blue': [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
}

const times = (matrix: readonly number[], vector: readonly number[]): number[] =>
  [0, 3, 6].map((row) => vector.reduce((sum, value, at) => sum + value * (matrix[row + at] ?? 0), 0))

/** Oklab, in which distances are as large as they look: https://bottosson.github.io/posts/oklab/ */
const seen = (colour: string, eye: readonly number[]): number[] => {
  const light = times(eye, lightOf(colour)).map((value) => Math.min(1, Math.max(0, value)))
  const cones = times(
    [
      0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619, 0.2817188376,
      0.6299787005,
    ],
    light,
  ).map(Math.cbrt)
  return times(
    [
      0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099, 0.0259040371, 0.7827717662,
      -0.808675766,
    ],
    cones,
  )
}
const distance = (one: string, other: string, eye: readonly number[]): number => {
  const [a, b] = [seen(one, eye), seen(other, eye)]
  return Math.hypot(...a.map((value, at) => value - (b[at] ?? 0)))
}

const pairsOf = (colours: readonly string[]): [string, string][] =>
  colours.flatMap((one, place) => colours.slice(place + 1).map((other): [string, string] => [one, other]))

describe('the colours of pictures', () => {
  test.each([
    ['text on the card', [ink, faint], card],
    ...heat.map(({ fill, text }): [string, string[], string] => [`a number on ${fill}`, [text], fill]),
  ])('%s has a contrast of at least 4.5', (_, texts, ground) => {
    expect(texts.filter((text) => contrast(text, ground) < 4.5)).toEqual([])
  })

  test('every mark has a contrast of at least 3 with the card', () => {
    const marks = [...seriesColours, colourOfTheRest, ...heat.map(({ fill }) => fill)]
    expect(marks.filter((mark) => contrast(mark, card) < 3)).toEqual([])
  })

  test('the card itself stands out from Slack’s dark ground, and its marks from a white one', () => {
    expect(contrast(card, '#1a1d21')).toBeGreaterThan(10)
    expect(seriesColours.filter((mark) => contrast(mark, '#ffffff') < 3)).toEqual([])
  })

  test.each(Object.entries(eyes))('no two series look alike to eyes %s', (_, eye) => {
    const alike = pairsOf([...seriesColours, colourOfTheRest]).filter(([one, other]) => distance(one, other, eye) < 0.1)
    expect(alike).toEqual([])
  })

  test('each step of the heat map is clearly darker than the one before', () => {
    const contrasts = heat.map(({ fill }) => contrast(fill, card))
    const steps = contrasts.slice(1).map((value, place) => value / (contrasts[place] ?? value))
    expect(Math.min(...steps)).toBeGreaterThan(1.5)
  })
})
