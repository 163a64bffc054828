// Shows how much of a file has gone, and puts the answer in place of the page. Without it the form works as any other.
(() => {
  document.addEventListener('submit', event => {
    const form = event.target
    if (!form.matches('[data-upload]') || !form.elements.upload.files.length) return
    // A choice of language goes without the file.
    if (event.submitter && event.submitter.name === 'lang') return
    event.preventDefault()
    const told = form.querySelector('[data-upload-told]')
    const [words, bar] = [told.querySelector('p'), told.querySelector('progress')]
    const button = form.querySelector('button')
    const call = new XMLHttpRequest()

    function failed () {
      words.textContent = form.dataset.failed
      bar.hidden = true
      button.disabled = false
    }

    function shown () {
      const page = new DOMParser().parseFromString(call.responseText, 'text/html')
      const main = page.querySelector('main')
      if (!main) return failed()
      document.querySelector('main').replaceWith(main)
      document.title = page.title
      const first = main.querySelector('.govuk-error-summary') || main.querySelector('h1')
      first.setAttribute('tabindex', '-1')
      first.focus()
    }

    call.upload.addEventListener('progress', part => {
      if (!part.lengthComputable) return
      bar.value = Math.round(100 * part.loaded / part.total)
      words.textContent = `${form.dataset.sending}: ${bar.value} %`
    })
    call.addEventListener('load', shown)
    call.addEventListener('error', failed)
    call.open('POST', form.action)
    told.hidden = bar.hidden = false
    button.disabled = true
    words.textContent = form.dataset.sending
    call.send(new FormData(form))
  })
})()
