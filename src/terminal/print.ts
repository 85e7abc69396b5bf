import { stripVTControlCharacters, styleText } from 'node:util'

/** Writes lines to standard output. Colours disappear by themselves where nobody sees them. */
export function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** One JSON document, for programs. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

/** What is said before anything was digested. */
export const nothingStored = 'No digest is stored yet. npm run lode -- backfill   makes them.'

export const bold = (text: string): string => styleText('bold', text)
export const dim = (text: string): string => styleText('dim', text)
export const red = (text: string): string => styleText('red', text)
export const green = (text: string): string => styleText('green', text)
export const yellow = (text: string): string => styleText('yellow', text)
export const cyan = (text: string): string => styleText('cyan', text)

/** Text from documents and models on one line, without escape sequences that would steer the terminal. */
export function plain(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
}

const width = Math.min(process.stdout.columns ?? 100, 110)

/** Wraps untrusted text to the terminal's width, each line behind the same indent. */
export function wrapped(text: string, indent = ''): string {
  const room = Math.max(30, width - indent.length)
  const lines = plain(text)
    .split(' ')
    .reduce<string[]>((done, word) => {
      const last = done.at(-1)
      if (last !== undefined && last.length + word.length + 1 <= room) done[done.length - 1] = `${last} ${word}`
      else done.push(word)
      return done
    }, [])
  return lines.map((line) => indent + line).join('\n')
}
