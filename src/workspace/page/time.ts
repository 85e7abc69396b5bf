/** When a message was written: its ts is epoch seconds. */
export function dateOf(ts: string): Date {
  return new Date(Number(ts) * 1000)
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' })

/** `14:05`, in the time zone of the machine, which is also the reader's. */
export function clockTime(ts: string): string {
  return clock.format(dateOf(ts))
}

/** What is shown when the pointer rests on a time. */
export function fullTime(ts: string): string {
  return full.format(dateOf(ts))
}

/** `Today`, `Yesterday`, or the weekday and date. */
export function dayName(ts: string, now: Date): string {
  const name = day.format(dateOf(ts))
  if (name === day.format(now)) return 'Today'
  return name === day.format(new Date(now.getTime() - 86_400_000)) ? 'Yesterday' : name
}
