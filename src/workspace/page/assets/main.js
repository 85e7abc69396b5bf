import { wireComposers } from './compose.js'
import { onActorChange } from './facts.js'
import { wireKeys } from './keys.js'
import { listen } from './live.js'
import { wireDialogs } from './modal.js'
import { refresh } from './refresh.js'
import { followPictures } from './scroll.js'
import { becomeSomebody, go, wireParts } from './show.js'
import { markSidebar } from './sidebar.js'
import { wireUse } from './use.js'

wireParts()
wireComposers()
wireDialogs()
wireKeys()
wireUse()
followPictures()

addEventListener('hashchange', go)
addEventListener('visibilitychange', () => !document.hidden && markSidebar())
onActorChange(() => {
  listen()
  void becomeSomebody()
})
document.querySelector('#theme').addEventListener('click', () => {
  const root = document.documentElement
  const isDark =
    getComputedStyle(root).colorScheme === 'dark' ||
    (!root.dataset.theme && matchMedia('(prefers-color-scheme: dark)').matches)
  root.dataset.theme = isDark ? 'light' : 'dark'
  localStorage.setItem('theme', root.dataset.theme)
})

listen()
void refresh('sidebar').then(go)
