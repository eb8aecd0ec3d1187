// What a tired eye misses on a picture, for scripts/photographier.py: words cut in the middle, boxes that touch,
// text that its own field cuts, targets too small for a thumb on the pages of the youths. Returns sentences.
() => {
  const found = new Set();
  const say = (what, element) => found.add(`${what} : ${(element.innerText || element.value || element.className || element.tagName).trim().replace(/\s+/g, ' ').slice(0, 60)}`);
  const shown = element => element.checkVisibility({visibilityProperty: true, opacityProperty: true}) && element.getClientRects().length;
  const clipped = element => element && (getComputedStyle(element).clipPath !== 'none' || clipped(element.parentElement));
  const hidden = element => element.closest('.visually-hidden, [aria-hidden=true], svg, dialog:not([open])') || clipped(element);

  // 1. A word cut in the middle, that no hyphen, slash or address explains.
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !shown(parent) || hidden(parent) || parent.closest('script, style, textarea, option, code, noscript')) continue;
    for (const word of node.data.matchAll(/[\p{L}]{2,}/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const tops = new Set([...range.getClientRects()].filter(r => r.width > 0).map(r => Math.round(r.top / 4)));
      const around = node.data.slice(0, word.index).split(/\s/).pop() + node.data.slice(word.index).split(/\s/)[0];
      if (tops.size > 1 && !/[/@_.]|\u00ad|\d/.test(around)) { say(`mot coupé « ${word[0]} »`, parent); break; }
    }
  }

  // 2. A box that touches what follows it.
  const boxed = style => ['Top', 'Bottom'].every(side => parseFloat(style[`border${side}Width`]) > 0 && !/, 0\)$/.test(style[`border${side}Color`]));
  for (const element of document.body.querySelectorAll('*')) {
    const next = element.nextElementSibling;
    if (!next || element.closest('svg, table, nav, [role=tree], .echelle-points, .barre-etapes') || !shown(element) || !shown(next) || hidden(element) || hidden(next)) continue;
    const deepest = (node, last) => {
      let inner = node;
      for (let depth = 0; depth < 4 && !boxed(getComputedStyle(inner)); depth += 1) {
        const children = [...inner.children].filter(child => shown(child) && !hidden(child));
        if (!children.length) break;
        inner = last ? children.at(-1) : children[0];
      }
      return inner;
    };
    const from = deepest(element, true), to = deepest(next, false);
    const styles = [getComputedStyle(from), getComputedStyle(to)];
    if (!styles.some(boxed) || styles.some(style => ['absolute', 'fixed', 'sticky'].includes(style.position) || style.display === 'inline')) continue;
    const a = from.getBoundingClientRect(), b = to.getBoundingClientRect();
    if (!a.height || !b.height || Math.min(a.right, b.right) - Math.max(a.left, b.left) < 8) continue;
    const gap = b.top - a.bottom;
    if (gap > -2 && gap < 3 && !from.closest('.champ, .tableau, .onglets')) say(`se touchent « ${(from.innerText || from.className).trim().replace(/\s+/g, ' ').slice(0, 40)} » et`, to);
  }

  // 3. Text that its own field or box cuts.
  for (const element of document.querySelectorAll('input:not([type=hidden], [type=checkbox], [type=radio]), select, .bouton, .etat, .puce, th, td, dd')) {
    if (!shown(element) || hidden(element)) continue;
    if (element.tagName === 'SELECT') {
      const canvas = document.createElement('canvas').getContext('2d');
      const style = getComputedStyle(element);
      canvas.font = style.font;
      const text = element.selectedOptions[0]?.text ?? '';
      const room = element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 16;
      if (canvas.measureText(text).width > room + 2) say(`choix coupé « ${text.slice(0, 60)} »`, element.closest('.champ, .filtre') ?? element);
    } else if (element.scrollWidth > element.clientWidth + 2 && element.clientWidth && getComputedStyle(element).overflowX !== 'auto') {
      say('déborde', element);
    }
  }

  // 4. On the pages of the youths, what a thumb misses.
  if (document.querySelector('.espace-jeune, .espace-simple')) {
    for (const element of document.querySelectorAll('main :is(a, button, input, select, summary, label:has(input)), .barre-jeune a')) {
      if (!shown(element) || hidden(element) || element.matches('[type=hidden]')) continue;
      const box = (element.closest('label') ?? element).getBoundingClientRect();
      const inline = getComputedStyle(element).display === 'inline' && element.closest('p, li, dd, td')?.innerText.trim() !== element.innerText.trim();
      if (!inline && box.height < 43.5) say(`cible de ${Math.round(box.height)} px`, element);
    }
  }
  return [...found];
}
