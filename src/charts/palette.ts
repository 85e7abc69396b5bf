/**
 * The colours of every picture. A PNG has one look for both of Slack's themes, so everything stands on a card of its own.
 * Text keeps 4.5:1 and marks 3:1 against what they stand on; a test computes it.
 */
export const card = '#fafaf8'
export const ink = '#1d2433'
export const faint = '#565f70'
export const grid = '#dcdee3'

/** Colours of series, the first for the largest. Any two differ for eyes that see fewer hues, and so does the rest. */
export const seriesColours = ['#262b58', '#b97f2b', '#5038a0', '#b33738', '#4d6fb7', '#511e11']
export const colourOfTheRest = '#858991'

/** The steps of a heat map from few to many, and the colour of the number that stands on each. */
export const heat = [
  { fill: '#788db1', text: '#0c111b' },
  { fill: '#4a6ba3', text: card },
  { fill: '#2a4c85', text: card },
  { fill: '#122c56', text: card },
] as const
