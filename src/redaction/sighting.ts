/** Somebody who was named where a person must stand. The offsets take in an `@`. */
export type Sighting = {
  readonly start: number
  readonly end: number
  readonly name: string
  readonly form: 'name' | 'handle'
}

/** How far a place can be trusted to name people: `sure` = nothing else stands there, `likely` = a team may. */
export type Trust = 'sure' | 'likely'
