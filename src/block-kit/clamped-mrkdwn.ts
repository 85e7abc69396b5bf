import { clamped } from '../untrusted/clamped.ts'

/** As `clamped`, for mrkdwn of our own: never inside `<https://…|label>` or another of its tokens. */
export function clampedMrkdwn(text: string, max: number): string {
  const short = clamped(text, max)
  const token = short.lastIndexOf('<')
  return short === text || token <= short.lastIndexOf('>') ? short : `${short.slice(0, token).trimEnd()}…`
}
