/* global document, localStorage */
// Runs before the page is painted, so that a chosen theme does not flash.
try {
  const chosen = localStorage.getItem('labelbox-console-theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
} catch {
  // Storage is turned off: the page follows the system.
}
