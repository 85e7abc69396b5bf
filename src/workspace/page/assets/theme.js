// Runs before anything is drawn, so that a chosen theme doesn't flash.
const chosenTheme = localStorage.getItem('theme')
if (chosenTheme) document.documentElement.dataset.theme = chosenTheme
