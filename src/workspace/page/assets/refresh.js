const painters = new Map()
const underWay = new Map()
const breathMs = 120

/** Says how a part of the page is fetched and shown. */
export function paint(name, painter) {
  painters.set(name, painter)
}

/**
 * Shows parts of the page again. Never two requests for one part at once: a second waits and then looks once, after a
 * breath when much is going on.
 */
export async function refresh(...names) {
  await Promise.all(names.map(refreshOne))
}

function refreshOne(name) {
  const running = underWay.get(name)
  if (running) {
    running.isStale = true
    return running.done
  }
  const run = { isStale: true, done: null }
  underWay.set(name, run)
  run.done = repeat(name, run)
  return run.done
}

async function repeat(name, run) {
  try {
    while (run.isStale) {
      run.isStale = false
      await painters.get(name)()
      if (run.isStale) await new Promise((resolve) => setTimeout(resolve, breathMs))
    }
  } finally {
    underWay.delete(name)
  }
}
