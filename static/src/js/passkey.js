// Passkeys: signing in, showing again who it is, adding one. Without this script, or where the browser has no passkeys,
// the form stays hidden and password and code are on the page.
const able = window.PublicKeyCredential?.parseRequestOptionsFromJSON && window.PublicKeyCredential.prototype.toJSON
const NOT_ALLOWED = 'No passkey was used. Try again, or go on without one.'
const NOT_REACHED = 'The passkey could not be asked for. Try again, or go on without one.'
const NOT_HERE = 'Passkeys do not work at this address. Use the address that your organisation gave you.'

async function options (form) {
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value })
  const answer = await fetch(form.dataset.passkeyChallenge, { method: 'POST', body, redirect: 'manual', cache: 'no-store' })
  // Led away: the proof of who it is has run out, and the page itself leads to where it is given.
  if (answer.type === 'opaqueredirect') window.location.reload()
  if (!answer.ok) throw new Error(`${answer.status}`)
  return answer.json()
}

async function ask (form) {
  const wanted = await options(form)
  return form.dataset.passkey === 'create'
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(wanted) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(wanted) })
}

function words (fault) {
  if (fault.name === 'SecurityError') return NOT_HERE
  return fault.name === 'NotAllowedError' || fault.name === 'InvalidStateError' ? NOT_ALLOWED : NOT_REACHED
}

for (const form of able ? document.querySelectorAll('form[data-passkey]') : []) {
  const said = form.querySelector('[data-passkey-status]')
  let asking = false
  form.hidden = false
  for (const one of document.querySelectorAll('[data-passkey-missing]')) one.hidden = true
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (asking) return
    asking = true
    said.textContent = ''
    try {
      form.elements.passkey.value = JSON.stringify((await ask(form)).toJSON())
      HTMLFormElement.prototype.submit.call(form)
    } catch (fault) {
      said.textContent = words(fault)
    }
    asking = false
  })
}
