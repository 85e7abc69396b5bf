import type { Logger as SlackLogger } from '@slack/bolt'
import { LogLevel } from '@slack/web-api'
import type { Logger } from 'pino'

/** The vendor's log without what it tells of payloads: only what is wrong, and only its first words. */
export function quietLogger(log: Logger): SlackLogger {
  const first = (words: unknown[]): string => String(words[0]).split('\n')[0]?.slice(0, 200) ?? ''
  return {
    debug: () => {},
    info: () => {},
    warn: (...words) => log.warn({ from: 'slack' }, first(words)),
    error: (...words) => log.error({ from: 'slack' }, first(words)),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  }
}
