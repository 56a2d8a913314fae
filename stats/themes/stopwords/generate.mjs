// Writes nl.txt and en.txt from the npm package stopwords-iso 1.1.0 (MIT, Gene
// Diaz). In this directory:
//
//   npm pack stopwords-iso@1.1.0 && tar xzf stopwords-iso-1.1.0.tgz
//   node generate.mjs package/stopwords-iso.json
//
// The lists were made for search engines and hold words that comments on care
// are about: "good", "help", "kind", "vroeg". Those are taken out again here.
import {readFileSync, writeFileSync} from 'node:fs'

const about = {
  nl: `afgelopen anders beetje eerst eigen genoeg honderd inmiddels juist klaar later laatst liever missen opnieuw
    samen snel spoedig vroeg vlug weinig`,
  en: `appreciate ask asked asking asks aware best better call change changes clear clearly common computer contact
    course date describe describe detail different early empty enough fire free full fully general good goods
    great greater greatest help home hopefully hour importance important inform information interest interested
    interesting interests keep keeps kept kind large late lately later less line listen little long longer
    longest member members miss need needed needs new newer newest nice number numbers ok okay old older oldest
    open opened opening opens order ordered ordering orders please poorly problem problems promptly proud
    quickly readily ready recent recently research right room rooms sensible serious seriously short small
    smaller smallest sorry specific stop strongly substantially successfully suggest sure system systems tell
    thank thanks thorough thoroughly understand use used useful usefully usefulness uses using usually value
    wait webpage website welcome well wells work worked working works young younger youngest`,
}

const lists = JSON.parse(readFileSync(process.argv[2], 'utf8'))
for (const [lang, words] of Object.entries(about)) {
  const kept = new Set(words.split(/\s+/))
  const list = lists[lang].filter(word => !kept.has(word) && !word.includes('.')).map(word => word.replaceAll(/[’”]/g, '’'))
  writeFileSync(`${lang}.txt`, `# Written by generate.mjs from stopwords-iso 1.1.0. Copyright (c) Gene Diaz, MIT licence.\n${
    [...new Set(list)].sort().join('\n')}\n`)
}
