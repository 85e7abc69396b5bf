import { vi } from 'vitest'

/** Resolves to what a condition gives once that is true. A guard against hanging, not a measure: machines may be busy. */
export function eventually<T>(condition: () => T | Promise<T>): ReturnType<typeof vi.waitUntil<T>> {
  return vi.waitUntil(condition, { timeout: 100_000, interval: 20 })
}
