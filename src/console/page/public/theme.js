// Runs before the page is painted, so that a chosen theme does not flash.
try {
  var chosen = localStorage.getItem('labelbox-console-theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
} catch (error) {
  // Storage is turned off: the page follows the system.
}
