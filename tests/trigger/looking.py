"""What can be seen to be wrong with a page that is open in a browser, asked in one go for each way of looking at it."""

HELPERS = """
const shown = one => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.govuk-visually-hidden')
const short = one => one.outerHTML.slice(0, 140)
const wide = () => document.documentElement.scrollWidth - document.documentElement.clientWidth
const every = found => [...document.querySelectorAll(found)]
const pressed = () => every('a[href], button, input:not([type=hidden]), textarea, select, summary, [tabindex="0"]')
  .filter(one => one.tabIndex >= 0 && one.checkVisibility())
"""

NARROW = """bengali => { const faults = []
  if (wide() > 0) faults.push('scrolls sideways')
  const big = '.app-exit__button, .govuk-button, .app-languages a, .app-languages button, .app-tap, .govuk-back-link, '
    + '.app-link-button, .govuk-radios__input, .govuk-checkboxes__input, .govuk-file-upload, summary'
  for (const one of every(big))
    if (shown(one) && one.getBoundingClientRect().height < 43.9) faults.push('small: ' + short(one))
  const main = every('main .govuk-button:not(.govuk-button--secondary)').filter(shown)
  if (main.length > 2) faults.push('more than one thing to decide')
  if (bengali) for (const one of every('main p, main li, main label, main dd, main legend')) {
    const style = getComputedStyle(one)
    if (parseFloat(style.lineHeight) / parseFloat(style.fontSize) < 1.6) faults.push('lines too near: ' + short(one)) }
  if (bengali) for (const one of every('body *')) { const style = getComputedStyle(one)
    // Space between letters takes conjuncts apart; there are no capitals or slanted letters in this script.
    if (style.letterSpacing !== 'normal' || style.fontStyle !== 'normal' || style.textTransform !== 'none')
      faults.push('bent: ' + short(one)) }
  return faults }"""

LARGE = """() => { const faults = []
  document.documentElement.style.fontSize = '220%'
  const beyond = one => one.getBoundingClientRect().right > innerWidth + 1
  if (wide() > 0) faults.push('large text scrolls sideways: ' + every('main *').filter(beyond).map(short).join(' '))
  for (const one of every('body *')) { const style = getComputedStyle(one)
    if (one.closest('.govuk-visually-hidden, .govuk-skip-link, textarea') || style.display === 'inline') continue
    const cuts = style.overflowY !== 'visible' && one.scrollHeight > one.clientHeight + 1
    // A font may be taller than its line, by less than half a letter; a box that does not grow loses a line or more.
    const over = one.scrollHeight - one.offsetHeight
    const fixed = one.tagName !== 'INPUT' && style.height !== 'auto' && over > 2 + parseFloat(style.fontSize) / 2
    if (cuts || fixed) faults.push('large text is cut off: ' + short(one)) }
  window.scrollTo(0, document.body.scrollHeight)
  const exit = document.querySelector('.app-exit__button')?.getBoundingClientRect()
  if (exit && (exit.top < 0 || exit.bottom > innerHeight)) faults.push('large text takes the way out from view')
  window.scrollTo(0, 0)
  document.documentElement.style.fontSize = ''
  return faults }"""

ZOOMED = """exits => { const faults = []
  if (wide() > 0) faults.push('scrolls both ways')
  const look = one => [one, one.nextElementSibling].filter(Boolean).map(some => ['', '::before'].map(part => {
    const style = getComputedStyle(some, part || undefined)
    const outline = style.outlineStyle === 'none' || style.outlineWidth
    return [outline, style.boxShadow, style.backgroundColor, style.borderWidth, style.position] })).join()
  // From the last to the first: what comes into view at the top can lie under the way out.
  for (const one of pressed().reverse()) {
    document.activeElement.blur()
    const before = look(one)
    one.focus()
    if (document.activeElement !== one) { faults.push('takes no focus: ' + short(one)); continue }
    if (look(one) === before) faults.push('focus does not show: ' + short(one))
    const box = one.getClientRects()[0]
    const seen = [0.1, 0.5, 0.9].some(down => [0.1, 0.5, 0.9].some(along => {
      const top = document.elementFromPoint(box.left + along * box.width, box.top + down * box.height)
      return top && (top === one || one.contains(top) || top.closest('label')?.control === one) }))
    if (!seen) faults.push('focused, and hidden by something: ' + short(one))
  }
  document.activeElement.blur()
  window.scrollTo(0, document.body.scrollHeight)
  if (exits) {
    const button = document.querySelector('.app-exit__button'), box = button.getBoundingClientRect()
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    if (box.top < 0 || box.bottom > innerHeight || top !== button) faults.push('the way out is not in view at the end')
    if (box.height > innerHeight / 3) faults.push('the way out takes the page')
  }
  window.scrollTo(0, 0)
  return faults }"""

PRINTED = """() => every('.app-exit, .app-resident__head, .app-languages, .govuk-skip-link, .govuk-button, button')
  .filter(one => one.checkVisibility() && !one.closest('.govuk-visually-hidden'))
  .map(one => 'printed: ' + short(one))"""

STILL = """() => every('body, body *').filter(one => { const style = getComputedStyle(one)
  return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none' })
  .map(one => 'moves: ' + short(one))"""

CONTRAST = """() => every('.app-exit__button, .govuk-button, .govuk-input, .govuk-textarea, .app-help-now')
  .filter(one => shown(one) && getComputedStyle(one).borderTopWidth === '0px')
  .map(one => 'no edge in forced colours: ' + short(one))"""


def asked(body: str) -> str:
    """The function as a browser takes it."""
    return f"given => {{ {HELPERS}; return ({body})(given) }}"
