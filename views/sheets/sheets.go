// Package sheets writes a document in the formats of programs that reckon: sheets
// for Excel and Calc, tables of text, a data file for statistics.
//
// All of them are made from the tables of a document and hold each cell of them:
// its words as the page has them and, of a number, the number.
package sheets
