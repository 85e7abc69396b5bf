const near = 60

const isAtEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < near

/**
 * Runs a change of a pane so that the reader's eyes need not move: whoever was at the end stays there, otherwise the
 * message at the top of the window keeps its place.
 */
export function keepingScroll(pane, change) {
  const log = pane.querySelector('.log')
  const wasAtEnd = log && isAtEnd(log)
  const anchor = log && !wasAtEnd ? firstVisible(log) : null
  const before = anchor?.getBoundingClientRect().top
  change()
  if (!log?.isConnected) return
  if (wasAtEnd) toEnd(log)
  else if (anchor?.isConnected) log.scrollTop += anchor.getBoundingClientRect().top - before
}

/** Shows the end, and goes on showing it while pictures are still loading. */
export function toEnd(log) {
  log.scrollTop = log.scrollHeight
}

function firstVisible(log) {
  const top = log.getBoundingClientRect().top
  return [...log.querySelectorAll('.message')].find((message) => message.getBoundingClientRect().bottom > top) ?? null
}

/** A picture that arrives below the window's end must not push the last message out of sight. */
export function followPictures() {
  document.addEventListener(
    'load',
    ({ target }) => {
      const log = target.closest?.('.log')
      if (log && log.scrollHeight - log.scrollTop - log.clientHeight < target.clientHeight + near) toEnd(log)
    },
    true,
  )
}
