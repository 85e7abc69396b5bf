import { bold, dim } from './print.ts'

export type Progress = {
  /** `all` is null while nobody knows; `note` says why nothing moves. */
  show(done: number, all: number | null, note: string): void
  done(): void
}

const barWidth = 24
/** Off a terminal, one line in this time is enough for a log. */
const lineEveryMs = 5_000

/** A bar with rate and time left on standard error; plain lines now and then where there is no terminal. */
export function startProgress(title: string, quiet: boolean): Progress {
  const out = process.stderr
  const started = performance.now()
  let first: number | null = null
  let lastLine = started
  const line = (done: number, all: number | null): string => {
    const seconds = (performance.now() - started) / 1_000
    const rate = (done - (first ?? 0)) / Math.max(0.1, seconds)
    if (all === null) return `${done} so far ${dim(`${rate.toFixed(1)}/s`)}`
    const left = rate > 0 && done < all ? `, ${timeText((all - done) / rate)} left` : ''
    return `${done}/${all} ${dim(`${rate.toFixed(1)}/s${left}`)}`
  }
  return {
    show(done, all, note) {
      if (quiet) return
      first ??= done
      if (out.isTTY) {
        const filled = all ? Math.round((done / all) * barWidth) : 0
        out.write(
          `\r\u001b[K${bold(title)} ${'█'.repeat(filled)}${dim('░'.repeat(barWidth - filled))} ${line(done, all)}`,
        )
      } else if (performance.now() - lastLine > lineEveryMs) {
        lastLine = performance.now()
        out.write(`${`${title}: ${line(done, all)} ${note}`.trimEnd()}\n`)
      }
    },
    done() {
      if (!quiet && out.isTTY) out.write('\r\u001b[K')
    },
  }
}

function timeText(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`
}
