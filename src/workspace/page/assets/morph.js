/**
 * Makes the children of an element those of a piece of HTML, and keeps what is alike: focus, what is typed, open menus
 * and scroll positions stay. Elements are matched by `data-key`, others by their place.
 */
export function morph(element, html) {
  const template = document.createElement('template')
  template.innerHTML = html
  morphChildren(element, template.content)
}

function morphChildren(element, wanted) {
  const keyed = new Map()
  for (const child of element.children) if (child.dataset?.key) keyed.set(child.dataset.key, child)
  const isFirst = element.childNodes.length === 0
  let current = next(element.firstChild)
  for (const node of [...wanted.childNodes]) {
    const key = node.dataset?.key
    const match = key ? keyed.get(key) : isAlike(current, node) ? current : null
    if (!match) {
      element.insertBefore(node, current)
      if (!isFirst && node.classList?.contains('message')) arrive(node)
      continue
    }
    keyed.delete(key)
    if (match === current) current = next(current.nextSibling)
    else element.insertBefore(match, current)
    morphNode(match, node)
  }
  while (current) {
    const rest = next(current.nextSibling)
    current.remove()
    current = rest
  }
}

/** The next node that came from the server; what the script put there stays. */
function next(node) {
  let at = node
  while (at?.dataset && 'client' in at.dataset) at = at.nextSibling
  return at
}

const isAlike = (node, wanted) => node && node.nodeName === wanted.nodeName && !node.dataset?.key

function morphNode(node, wanted) {
  if (node.isEqualNode(wanted) || (node.dataset && 'keep' in node.dataset)) return
  if (node.nodeType !== Node.ELEMENT_NODE) {
    node.nodeValue = wanted.nodeValue
    return
  }
  for (const { name } of [...node.attributes]) {
    if (!wanted.hasAttribute(name) && !(name === 'open' && node.nodeName === 'DETAILS')) node.removeAttribute(name)
  }
  for (const { name, value } of wanted.attributes) {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value)
  }
  morphChildren(node, wanted)
}

function arrive(node) {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
  node.animate([{ opacity: 0, transform: 'translateY(6px)' }, { opacity: 1 }], { duration: 180, easing: 'ease-out' })
}
