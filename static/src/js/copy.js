// Shows a Copy button beside a reference where the browser is able to copy.
if (navigator.clipboard) {
  for (const box of document.querySelectorAll('[data-copy]')) {
    const button = box.querySelector('[data-copy-button]')
    const said = box.querySelector('[data-copy-status]')
    button.hidden = false
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(box.dataset.copy)
        said.textContent = 'Copied'
      } catch {
        said.textContent = 'Copying was not allowed. Select the reference and copy it.'
      }
    })
  }
}
