// On every page. Nothing here is needed to use the service: it adds comfort to pages that work without it.
import { initAll } from './govuk-frontend.min.js'
import { guardForms } from './guard.js'
import { watchSession } from './session.js'

// An alert stays until its reader sends it away.
function addDismissButtons () {
  for (const alert of document.querySelectorAll('[data-app="alert"]')) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'app-alert__dismiss'
    button.textContent = 'Dismiss'
    button.addEventListener('click', () => {
      alert.remove()
      const main = document.getElementById('main-content')
      main.setAttribute('tabindex', '-1')
      main.focus()
    })
    alert.append(button)
  }
}

initAll()
guardForms(document)
addDismissButtons()
const warning = document.getElementById('session-warning')
if (warning) watchSession(warning)
