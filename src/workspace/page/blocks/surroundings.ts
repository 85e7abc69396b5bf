/** How ids in texts are shown: a person's, a channel's and a user group's name, or null for one that nobody knows. */
export type Names = {
  readonly person: (id: string) => string | null
  readonly channel: (id: string) => string | null
  readonly group: (id: string) => string | null
}

/** What blocks refer to outside of themselves. */
export type Surroundings = {
  readonly names: Names
  /** By block id: what is wrong with an input. */
  readonly errors: Readonly<Record<string, string>>
  /** Whether this person has pressed this side of feedback buttons. */
  readonly isPressed: (actionId: string, value: string) => boolean
}
