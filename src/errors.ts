/** Something the person can mend; the message names what is wrong and what to do, and is shown without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError'
}

/** A model's answer that stayed unusable after its one repair round. Worth another try of the whole job. */
export class InvalidAnswerError extends Error {
  override readonly name = 'InvalidAnswerError'
}

/** There is no room right now. The work goes back to the queue for `seconds`, and that is no failure. */
export class BusyError extends Error {
  override readonly name = 'BusyError'
  readonly seconds: number
  constructor(message: string, seconds: number, options?: ErrorOptions) {
    super(message, options)
    this.seconds = seconds
  }
}

/** Nothing that a retry could change: the job is given up at once, with this reason. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError'
}

/** A channel can't be written to until somebody mends it: it is archived or gone, or the app is not in it. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError'
}

/** Notion didn't answer, or not with what it should, however often it was asked. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
}

/** Whether an error's message says all that whoever runs a command needs: then it is shown without a stack. */
export function isExplained(error: unknown): error is Error {
  return [UserError, PermanentError, BusyError, InvalidAnswerError, NoAnswerError].some((kind) => error instanceof kind)
}
