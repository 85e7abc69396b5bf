type Entry<T> = { readonly value: Promise<T>; readonly until: number }

/** Remembers what was looked up for a while; many who ask at once share one look. What failed is forgotten. */
export function cached<T>(
  look: (key: string) => Promise<T>,
  milliseconds: number,
  now: () => Date,
): (key: string) => Promise<T> {
  const entries = new Map<string, Entry<T>>()
  return (key) => {
    const time = now().getTime()
    const known = entries.get(key)
    if (known && known.until > time) return known.value
    const value = look(key)
    entries.set(key, { value, until: time + milliseconds })
    value.catch(() => entries.delete(key))
    return value
  }
}
