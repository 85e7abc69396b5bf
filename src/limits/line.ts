import type { Permit } from './room.ts'

/** Somebody who waits to start a call of about so many tokens. */
export type Waiting = {
  readonly tokens: number
  readonly isUrgent: boolean
  readonly go: (permit: Permit) => void
}

/** Who waits: urgent calls first, each kind in order of arrival. */
export type Line = {
  join(one: Waiting): void
  leave(one: Waiting): void
  /** Whose turn it is. They leave by `start`. */
  next(): Waiting | undefined
  start(one: Waiting): void
  /** Whether a call from the background has been passed over so often that it goes first and may use what is kept. */
  isOwed(): boolean
  ahead(isUrgent: boolean): readonly Waiting[]
}

/** After so many calls in a row that people wait for, the next one from the background goes first all the same. */
const urgentInARow = 8

export function line(): Line {
  const urgent: Waiting[] = []
  const background: Waiting[] = []
  let passedOver = 0
  const lineOf = (isUrgent: boolean): Waiting[] => (isUrgent ? urgent : background)
  const isOwed = (): boolean => background.length > 0 && passedOver >= urgentInARow
  const leave = (one: Waiting): void => {
    const places = lineOf(one.isUrgent)
    places.splice(places.indexOf(one), 1)
  }
  return {
    join: (one) => void lineOf(one.isUrgent).push(one),
    leave,
    next: () => (isOwed() ? background[0] : (urgent[0] ?? background[0])),
    start(one) {
      leave(one)
      passedOver = one.isUrgent && background.length > 0 ? passedOver + 1 : 0
    },
    isOwed,
    ahead: (isUrgent) => (isUrgent ? urgent : [...urgent, ...background]),
  }
}
