/** Something the person can mend; the message names what is wrong and what to do, and is shown without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError'
}

/** A model's answer that stayed unusable after its one repair round. Worth another try of the whole job. */
export class InvalidAnswerError extends Error {
  override readonly name = 'InvalidAnswerError'
}

/** Nothing that a retry could change: the job is given up at once, with this reason. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError'
}
