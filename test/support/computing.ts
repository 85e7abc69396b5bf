/**
 * Milliseconds of computing that some work takes in this process, whatever else the machine does meanwhile. For what must
 * not grow out of bounds with its input; how fast things are is for `npm run bench`.
 */
export async function computing(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
